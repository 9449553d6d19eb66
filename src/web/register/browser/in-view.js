// What the map shows at the moment, as a list of buttons: whoever does not point reaches every group and sensor by Tab, and
// opens it by Enter. The list follows the map and says how much is in view.

const MOST_LISTED = 60;
const section = document.getElementById('in-view');
const status = section.querySelector('[role="status"]');
const list = section.querySelector('ul');

/**
 * Keeps the list in step with the map. `open(features, button)` shows the sensors of one point, `expand(group)` zooms into
 * a group; then the first of what it holds takes the focus.
 */
export function listInView(map, { open, expand }) {
  let round = 0;
  let shown = '';
  let takesFocus = false;

  map.on('idle', async () => {
    const mine = ++round;
    const items = await itemsOf(map);
    const listed = items.map(({ key }) => key).join(' ');
    if (mine !== round || (listed === shown && !takesFocus)) return;
    shown = listed;
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    list.replaceChildren(...items.slice(0, MOST_LISTED).map(asButton));
    status.textContent = words(items);
    section.hidden = false;
    const next = takesFocus ? list.querySelector('button') : focused && list.querySelector(`[data-key="${focused}"]`);
    takesFocus = false;
    if (next) next.focus({ preventScroll: true });
  });

  function asButton({ key, text, group, features }) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    button.dataset.key = key;
    button.addEventListener('click', async () => {
      if (!group) return open(features, button);
      await expand(group);
      takesFocus = true; // of the list that the map's new view makes
    });
    const item = document.createElement('li');
    item.append(button);
    return item;
  }
}

// Groups and points whose middle is in view, from north to south. Near the edge of a tile the map draws them twice.
async function itemsOf(map) {
  const inView = map
    .queryRenderedFeatures({ layers: ['groups', 'single'] })
    .filter(({ geometry }) => map.getBounds().contains(geometry.coordinates));
  const items = new Map();
  for (const feature of inView.sort((a, b) => b.geometry.coordinates[1] - a.geometry.coordinates[1])) {
    const { cluster_id: id, href } = feature.properties;
    const key =
      id === undefined ? feature.geometry.coordinates.map((degrees) => degrees.toFixed(4)).join('_') : `group_${id}`;
    const item = items.get(key) ?? { key, group: id === undefined ? undefined : feature, sensors: new Map() };
    if (href !== undefined) item.sensors.set(href, feature);
    items.set(key, item);
  }
  return Promise.all([...items.values()].map((item) => told(map, item)));
}

async function told(map, { key, group, sensors }) {
  const features = [...sensors.values()];
  if (group) {
    const { cluster_id: id, point_count: count } = group.properties;
    const [first] = await map.getSource('sensors').getClusterLeaves(id, 1, 0);
    const place = first?.properties.place;
    return { key, group, count, text: `${count} sensors ${place ? `around ${place}` : 'close together'}: zoom in` };
  }
  const { name, place } = features[0].properties;
  const text = features.length === 1 ? name : `${features.length} sensors at ${place || name}`;
  return { key, features, count: features.length, text };
}

function words(items) {
  if (items.length === 0) return 'No sensor is in view. Zoom out or move the map.';
  const sensors = items.reduce((sum, { count }) => sum + count, 0);
  const groups = items.filter(({ group }) => group).length;
  const grouped = groups === 0 ? '' : `, ${groups === 1 ? 'some in a group' : `some in ${groups} groups`}`;
  const cut = items.length > MOST_LISTED ? ` The first ${MOST_LISTED} are listed; zoom in for the others.` : '';
  return `${sensors === 1 ? '1 sensor is' : `${sensors} sensors are`} in view${grouped}.${cut}`;
}

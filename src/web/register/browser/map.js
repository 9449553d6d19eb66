// The register's map. Points come as GeoJSON from the page's own filters; without a base style there are still points, scale
// and north. Keyboard: the map takes arrow keys and + and -, and every point is in the list below it.
import {
  Map as MapLibre,
  NavigationControl,
  Popup,
  ScaleControl,
  setWorkerUrl,
} from '/assets/maplibre/maplibre-gl.mjs';

const frame = document.getElementById('map');
const response = await fetch(frame.dataset.mapPoints);
const points = await response.json();
if (points.features.length > 0) {
  setWorkerUrl?.('/assets/maplibre/maplibre-gl-worker.mjs');
  const bounds = boundsOf(points.features);
  frame.replaceChildren();
  frame.classList.add('lamp-map--live');
  const plain = {
    version: 8,
    sources: {},
    layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#f3f2f1' } }],
  };
  const map = new MapLibre({
    container: frame,
    style: frame.dataset.mapStyle || plain,
    bounds,
    fitBoundsOptions: { padding: 40, maxZoom: 15 },
    attributionControl: frame.dataset.mapStyle ? {} : false,
  });
  map.addControl(new NavigationControl({ visualizePitch: false }), 'top-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  map.getCanvas().setAttribute('aria-label', 'Map of sensors. The list below the map says the same.');
  map.on('load', () => addPoints(map));
}

function addPoints(map) {
  map.addSource('sensors', { type: 'geojson', data: points, cluster: true, clusterRadius: 36, clusterMaxZoom: 14 });
  map.addLayer({
    id: 'groups',
    type: 'circle',
    source: 'sensors',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': '#12263f',
      'circle-radius': ['step', ['get', 'point_count'], 14, 10, 18, 50, 24],
      'circle-stroke-width': 3,
      'circle-stroke-color': '#ffb81c',
    },
  });
  map.addLayer({
    id: 'single',
    type: 'circle',
    source: 'sensors',
    filter: ['!', ['has', 'point_count']],
    paint: {
      'circle-color': ['match', ['get', 'capture'], 'none', '#12263f', '#ffb81c'],
      'circle-radius': 8,
      'circle-stroke-width': 2,
      'circle-stroke-color': '#ffffff',
    },
  });
  map.on('click', 'groups', async ({ features }) => {
    const zoom = await map.getSource('sensors').getClusterExpansionZoom(features[0].properties.cluster_id);
    map.easeTo({ center: features[0].geometry.coordinates, zoom });
  });
  map.on('click', 'single', ({ features }) => {
    const { name, place, measures, href } = features[0].properties;
    const link = Object.assign(document.createElement('a'), { href, textContent: name, className: 'govuk-link' });
    const words = Object.assign(document.createElement('p'), {
      textContent: [place, measures].filter(Boolean).join(': '),
    });
    const box = document.createElement('div');
    box.append(link, words);
    new Popup().setLngLat(features[0].geometry.coordinates).setDOMContent(box).addTo(map);
  });
  for (const layer of ['groups', 'single']) {
    map.on('mouseenter', layer, () => {
      map.getCanvas().style.cursor = 'pointer';
    });
    map.on('mouseleave', layer, () => {
      map.getCanvas().style.cursor = '';
    });
  }
}

function boundsOf(features) {
  const longitudes = features.map((feature) => feature.geometry.coordinates[0]);
  const latitudes = features.map((feature) => feature.geometry.coordinates[1]);
  return [
    [Math.min(...longitudes), Math.min(...latitudes)],
    [Math.max(...longitudes), Math.max(...latitudes)],
  ];
}

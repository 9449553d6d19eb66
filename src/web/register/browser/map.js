// The register's map. Points come as GeoJSON from the page's own filters; without a base style there are still points, scale
// and north. Groups carry their number as a drawn picture, because letters on a map would need a server of glyphs. Keyboard:
// the map takes arrow keys and + and -, and what is in view is a list of buttons below it.

import {
  Map as MapLibre,
  NavigationControl,
  Popup,
  ScaleControl,
  setWorkerUrl,
} from '/assets/maplibre/maplibre-gl.mjs';
import { listInView } from './in-view.js';

const side = 48;
const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
const pen = canvas.getContext('2d', { willReadFrequently: true });

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
  map
    .getCanvas()
    .setAttribute(
      'aria-label',
      'Map of sensors. Arrow keys move it, plus and minus zoom; what is in view is listed below.',
    );
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
  // Drawn before they are asked for: tiles that ask for a missing picture do not always show it when it comes.
  const groupSizes = Array.from({ length: Math.min(points.features.length, 999) }, (_, nth) => String(nth + 1));
  for (const size of groupSizes) map.addImage(`count-${size}`, numberPicture(size), { pixelRatio: 2 });
  map.on('styleimagemissing', ({ id }) => {
    if (id.startsWith('count-')) map.addImage(id, numberPicture(id.slice('count-'.length)), { pixelRatio: 2 });
  });
  map.addLayer({
    id: 'counts',
    type: 'symbol',
    source: 'sensors',
    filter: ['has', 'point_count'],
    layout: {
      'icon-image': ['concat', 'count-', ['get', 'point_count_abbreviated']],
      'icon-allow-overlap': true,
    },
  });
  const expand = async ({ geometry, properties }) => {
    const zoom = await map.getSource('sensors').getClusterExpansionZoom(properties.cluster_id);
    map.easeTo({ center: geometry.coordinates, zoom });
  };
  const open = (features, opener) => openPopup(map, features, opener);
  map.on('click', 'groups', ({ features }) => expand(features[0]));
  map.on('click', 'single', ({ features }) => open(features));
  listInView(map, { open, expand });
  for (const layer of ['groups', 'single']) {
    map.on('mouseenter', layer, () => {
      map.getCanvas().style.cursor = 'pointer';
    });
    map.on('mouseleave', layer, () => {
      map.getCanvas().style.cursor = '';
    });
  }
}

// The sensors of one point. Its first link takes the focus; Escape closes it and gives the focus back to what opened it.
function openPopup(map, features, opener) {
  const sensors = new Map(features.map(({ properties }) => [properties.href, properties]));
  const list = Object.assign(document.createElement('ul'), { className: 'govuk-list lamp-map-popup' });
  for (const sensor of sensors.values()) list.append(popupItem(sensor));
  const popup = new Popup({ maxWidth: '300px' })
    .setLngLat(features[0].geometry.coordinates)
    .setDOMContent(list)
    .addTo(map);
  popup.on('close', () => opener?.focus());
  popup.getElement().addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') popup.remove();
  });
}

// One sensor of a popup; several stand at one point where they share a column, or a coarsened cell.
function popupItem({ name, place, measures, href }) {
  const item = document.createElement('li');
  const link = Object.assign(document.createElement('a'), { href, textContent: name, className: 'govuk-link' });
  item.append(link, document.createElement('br'), [place, measures].filter(Boolean).join(': '));
  return item;
}

function numberPicture(text) {
  pen.clearRect(0, 0, side, side);
  pen.font = `bold ${text.length > 3 ? 18 : 22}px "Atkinson Hyperlegible Next", Arial, sans-serif`;
  pen.fillStyle = '#ffffff';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(text, side / 2, side / 2 + 1);
  return pen.getImageData(0, 0, side, side);
}

function boundsOf(features) {
  const longitudes = features.map((feature) => feature.geometry.coordinates[0]);
  const latitudes = features.map((feature) => feature.geometry.coordinates[1]);
  return [
    [Math.min(...longitudes), Math.min(...latitudes)],
    [Math.max(...longitudes), Math.max(...latitudes)],
  ];
}

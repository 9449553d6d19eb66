// Our own simple symbols on a 24 by 24 grid, drawn as lines; the colour is the hexagon's.

const drawn = {
  air: 'M3 8h11a3 3 0 1 0-3-3M3 12h15a3 3 0 1 1-3 3M3 16h7a3 3 0 1 1-3 3',
  temperature: 'M10 13.5V5a2 2 0 1 1 4 0v8.5a4.5 4.5 0 1 1-4 0zM12 9v8M17 5h3M17 9h3',
  humidity: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11zM9 14a3 3 0 0 0 3 3',
  water: 'M2 17q2.5-2.5 5 0t5 0t5 0t5 0M2 21q2.5-2.5 5 0t5 0t5 0t5 0M12 2v9M8.5 8l3.5 3.5L15.5 8M7 2h10',
  rain: 'M7 13a4 4 0 0 1 .5-8A5 5 0 0 1 17 6a3.5 3.5 0 0 1 0 7zM8 16l-1.5 5M12.5 16L11 21M17 16l-1.5 5',
  count: 'M3 21V11M9 21V5M15 21v-7M21 21V8',
  noise: 'M3 9v6h4l6 5V4L7 9zM16.5 8.500a5 5 0 0 1 0 7M19 5.500a9 9 0 0 1 0 13',
  energy: 'M13 2L5 14h6l-1 8 9-13h-6.500z',
  person: 'M12 10a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM4 22v-3a6 6 0 0 1 6-6h4a6 6 0 0 1 6 6v3',
  camera: 'M3 7h4l2-3h6l2 3h4v13H3zM12 17a4 4 0 1 0 0-8a4 4 0 0 0 0 8z',
  charging:
    'M4 21V5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v16M2 21h15M15 12h2a2 2 0 0 1 2 2v3a1.5 1.5 0 0 0 3 0V9l-3-3M10.5 6L7.5 11h4l-2 4',
  bin: 'M4 6h16M9 6V3h6v3M6 6l1 15h10l1-15M10 10v7M14 10v7',
  health: 'M12 21C5 15.5 2.5 12 2.5 8.500A4.5 4.5 0 0 1 12 6a4.5 4.5 0 0 1 9.5 2.500C21.5 12 19 15.5 12 21z',
  plan: 'M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15',
  ecology: 'M5 19C4 9 10 4 20 4c0 10-5 16-15 15zM4 21C7 15 11 11 15 9',
  inform: 'M12 22a10 10 0 1 0 0-20a10 10 0 0 0 0 20zM12 11v6M12 6.500v2',
  safety: 'M12 2l8 3v6c0 5-3.5 9-8 11c-4.5-2-8-6-8-11V5zM8.5 12l2.5 2.500L15.5 9.5',
  mobility:
    'M5 20a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM19 20a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM5 17l4-8h7l3 8M9 9l4 8h-2M15 5h2l1.5 4',
  institution: 'M2 9l10-6 10 6zM5 9v9M10 9v9M14 9v9M19 9v9M2 21h20M3 18h18',
  sensor:
    'M12 14a2 2 0 1 0 0-4a2 2 0 0 0 0 4zM8 16a5.5 5.5 0 0 1 0-8M16 8a5.5 5.5 0 0 1 0 8M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14',
} as const;

/** The names of the symbols we have drawn. */
export type SymbolName = keyof typeof drawn;

/** DTPR's symbol names for what we have drawn; the rest fall back to the sensor. // Helpful-Places/dtpr device v1 */
const alsoCalled: Record<string, SymbolName> = {
  air_quality: 'air',
  thermometer: 'temperature',
  weather_station: 'rain',
  ultrasonic_level_sensor: 'water',
  water_quality: 'water',
  water_level: 'water',
  water_efficiency: 'water',
  soil_moisture_sensor: 'humidity',
  sound_level_meter: 'noise',
  induction_loop: 'count',
  passive_infrared_sensor: 'count',
  motion_detector: 'count',
  person_detection: 'person',
  personal: 'person',
  video_camera: 'camera',
  image: 'camera',
  identifiable_video: 'camera',
  identifiable_image: 'camera',
  de_identified_video: 'camera',
  de_identified_image: 'camera',
  electric_vehicle_charger: 'charging',
  energy_efficiency: 'energy',
  waste_management: 'bin',
  planning_decision_making: 'plan',
  planning_and_decision_making: 'plan',
  research_development: 'plan',
  safety_security: 'safety',
  fire_emergency: 'safety',
  organization: 'institution',
};

/** The path of a symbol by our name or DTPR's, on a 24 by 24 grid, for a 2-unit line; a sensor when we have none. */
export function symbolPath(name: string): string {
  const key = alsoCalled[name] ?? name;
  return Object.hasOwn(drawn, key) ? drawn[key as SymbolName] : drawn.sensor;
}

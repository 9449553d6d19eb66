/** What the declaration's forms offer. Ids of purposes and technologies are DTPR v1's (CC BY 4.0); the words are ours. */
import type { Choice } from '../words.ts';

export const PURPOSES: Choice[] = [
  { value: 'planning_decision_making', text: 'Planning and deciding' },
  { value: 'health', text: 'Health' },
  { value: 'safety_security', text: 'Safety' },
  { value: 'inform', text: 'Informing people' },
  { value: 'mobility', text: 'Getting around' },
  { value: 'accessibility', text: 'Access for everyone' },
  { value: 'ecology', text: 'Nature' },
  { value: 'energy_efficiency', text: 'Using less energy' },
  { value: 'water_efficiency', text: 'Using less water' },
  { value: 'waste_management', text: 'Waste' },
  { value: 'fire_emergency', text: 'Fire and emergencies' },
  { value: 'logistics', text: 'Deliveries' },
  { value: 'commerce', text: 'Shops and markets' },
  { value: 'connectivity', text: 'Connections' },
  { value: 'enforcement', text: 'Enforcement' },
  { value: 'research_development', text: 'Research' },
];

export const TECHNOLOGIES: Choice[] = [
  { value: 'air_quality', text: 'Air quality monitor' },
  { value: 'thermometer', text: 'Thermometer or humidity sensor' },
  { value: 'ultrasonic_level_sensor', text: 'Level sensor (ultrasonic)' },
  { value: 'weather_station', text: 'Weather station' },
  { value: 'sound_level_meter', text: 'Sound level meter' },
  { value: 'soil_moisture_sensor', text: 'Soil moisture sensor' },
  { value: 'water_quality', text: 'Water quality sensor' },
  { value: 'induction_loop', text: 'Induction loop' },
  { value: 'passive_infrared_sensor', text: 'Passive infrared sensor' },
  { value: 'motion_detector', text: 'Motion detector' },
  { value: 'person_detection', text: 'Person detection' },
  { value: 'radar', text: 'Radar' },
  { value: 'li_dar', text: 'LiDAR' },
  { value: 'non_identifiable_video', text: 'Video that cannot identify people' },
  { value: 'de_identified_video', text: 'De-identified video' },
  { value: 'identifiable_video', text: 'Video that can identify people' },
  { value: 'electric_vehicle_charger', text: 'Charge point' },
];

export const LAWFUL_BASIS_CHOICES: Choice[] = [
  { value: 'not_personal', text: 'None needed', hint: 'There is no personal data at any moment.' },
  { value: 'public_task', text: 'Public task' },
  { value: 'consent', text: 'Consent', hint: 'People can withdraw it, and sensing stops.' },
  { value: 'legal_obligation', text: 'Legal obligation' },
  { value: 'contract', text: 'Contract' },
  { value: 'legitimate_interests', text: 'Legitimate interests' },
  { value: 'vital_interests', text: 'Vital interests' },
];

export const CLASS_CHOICES: Choice[] = [
  { value: 'none', text: 'Nothing about people' },
  { value: 'de_identified', text: 'About people, but no longer who they are' },
  { value: 'pseudonymous', text: 'About people, under a code', hint: 'Readings of one home are at least this.' },
  { value: 'identifiable', text: 'Can identify people' },
];

export const DETAIL_CHOICES: Choice[] = [
  { value: '', text: 'Nothing' },
  { value: 'readings', text: 'Every reading' },
  { value: 'hourly', text: 'Hourly means' },
  { value: 'daily', text: 'Daily means' },
  { value: 'counts', text: 'Counts only' },
];

export const LICENCE_CHOICES: Choice[] = [
  { value: 'OGL-UK-3.0', text: 'Open Government Licence 3.0' },
  { value: 'CC-BY-4.0', text: 'Creative Commons Attribution 4.0' },
  { value: 'not shared', text: 'Not shared' },
];

/**
 * The words the wording check looks for. A technology or the word data anywhere in an outcome makes it about the means;
 * things that are also part of ordinary life (a lamp post, a bin, a charge point) count only when the sentence makes
 * them clever or installs them. Written for English as councils write it; matched on whole words.
 */

/** Named anywhere, these are technology. */
export const TECHNOLOGY = [
  '(?:micro)?sensors?',
  'sensing',
  'IoT',
  'internet of things',
  'lora(?:wan)?',
  'nb-iot',
  '[45]g',
  'wi-?fi',
  'bluetooth',
  'rfid',
  'apps?',
  'chat ?bots?',
  'dash-?boards?',
  'web ?sites?',
  'portals?',
  'data ?bases?',
  'software',
  'hardware',
  '(?:body-?worn |cctv )?cameras?',
  'cctv',
  'anpr',
  'drones?',
  'robots?',
  '(?:digital )?beacons?',
  'block ?chain',
  'digital twins?',
  'machine learning',
  'artificial intelligence',
  'algorithms?',
  'apis?',
  'gps',
  'lidar',
  'radar',
  'telemetry',
  'smart (?:cit(?:y|ies)|meters?|bins?|homes?|streets?|technolog(?:y|ies)|devices?)',
  '(?:new |digital |emerging )?technolog(?:y|ies)',
] as const;

/** Technology only when written in capitals: "ai" inside other words and languages is common. */
export const TECHNOLOGY_IN_CAPITALS = [String.raw`A\.?I\.?`] as const;

/** A platform is technology unless people stand on it. */
export const PLATFORM = 'platforms?';
export const PLATFORM_TO_STAND_ON = /\b(?:railway|rail|train|station|tube|bus|tram|viewing|dlr)\s+$/i;

/** Ordinary things that are technology when made clever or installed. */
export const THINGS = [
  'lamp ?posts?',
  'lamp columns?',
  'lamps?',
  'street ?lights?',
  'lighting',
  'bins?',
  'benches|bench',
  'meters?',
  'monitors?',
  'screens?',
  'kiosks?',
  'charge ?points?',
  'charging points?',
  'tags?',
  'devices?',
  'networks?',
  'systems?',
  'probes?',
  'trackers?',
  'thermometers?',
] as const;

export const CLEVER = '(?:smart|intelligent|connected|digital|talking|automated|automatic|AI-powered|remote)';

const INSTALL =
  'install|deploy|fit|put(?: up| in| on)?|place|add|mount|roll out|buy|procure|trial|pilot|build|launch|introduce|set up|equip';

/** We (or an order to ourselves) put something somewhere. "Have" and "use" count only when it is we who have and use. */
export const INSTALLING = [
  String.raw`(?:we|the council)\s+(?:(?:will|would|want to|would like to|can|shall|are going to|plan to)\s+)?(?:${INSTALL}|have|use)`,
  String.raw`(?<=^\s*)(?:${INSTALL}|installing|deploying|fitting|putting|adding|mounting|rolling out|buying|building|introducing)`,
] as const;

/** Data as the goal. "Information" that people get is what an outcome may be about. */
export const DATA = [
  '(?:open |big |real-?time |live |better |more )?data(?:sets?| sets?| lakes?| warehouses?| hubs?| stores?| feeds?| points?| platforms?)?',
  String.raw`(?:collect|gather|capture|harvest)(?:s|ing|ed)?\s+(?:\w+\s+){0,2}?(?:information|readings|statistics|measurements|evidence)`,
] as const;

/** Data protection is something people have, not something a project collects. */
export const NOT_THE_GOAL = /^\s+(?:protection|breach(?:es)?|rights)\b/i;

/** Measuring as the goal: "we will monitor air quality". */
export const MEASURE = String.raw`(?:we|the council|our (?:staff|teams?|officers))(?:\s+(?:will|can|could|would|want to|would like to|need to|to|better|now|continuously))*\s+(?:monitor|measure|track|log|count|record)`;

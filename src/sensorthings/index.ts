/** The door of the room `sensorthings`: the standard API, read only. */
export { registerSensorThings, type SensorThingsHouse } from './sensorthings.routes.ts';

/** The demo's device models, two with codecs. Makers are invented. Pure. */
import type { Entry } from '../apply/apply-file.ts';

const KERBSIDE_CODEC = `// Kerbside 3, payload format 1 on port 10: one byte 1, then NO2, PM10 and PM2.5 as tenths of ug/m3, big endian.
function decodeUplink(input) {
  var bytes = input.bytes;
  if (input.fPort !== 10) return { data: {}, warnings: ['only port 10 holds readings'] };
  if (bytes.length !== 7 || bytes[0] !== 1) return { errors: ['not a payload of format 1'] };
  function tenths(at) {
    return ((bytes[at] << 8) | bytes[at + 1]) / 10;
  }
  return { data: { no2: tenths(1), pm10: tenths(3), pm25: tenths(5) } };
}
`;

const HEARTH_CODEC = `// Hearth 2 on port 2: temperature in tenths of a degree (signed, big endian), then humidity in half per cent.
function decodeUplink(input) {
  var bytes = input.bytes;
  if (bytes.length !== 3) return { errors: ['expected 3 bytes, got ' + bytes.length] };
  var raw = (bytes[0] << 8) | bytes[1];
  return { data: { temperature: (raw > 0x7fff ? raw - 0x10000 : raw) / 10, humidity: bytes[2] / 2 } };
}
`;

export function demoModels(): Entry<'models'>[] {
  return [
    {
      authority: 'marlstead',
      slug: 'kerbside-3',
      name: 'Kerbside 3',
      maker: 'Kerbside Instruments Ltd',
      description: 'Electrochemical cell and optical particle counter for a lamp column, over LoRaWAN.',
      technology: 'air_quality',
      codec: KERBSIDE_CODEC,
      test_vectors: [
        {
          description: 'a still evening',
          input: { fPort: 10, bytes: '01 0135 0118 00c3' },
          output: { data: { no2: 30.9, pm10: 28, pm25: 19.5 } },
        },
        {
          description: 'another format',
          input: { fPort: 10, bytes: '02 0135' },
          output: { errors: ['not a payload of format 1'] },
        },
      ],
      channels: [
        { field: 'no2', property: 'no2' },
        { field: 'pm10', property: 'pm10' },
        { field: 'pm25', property: 'pm25' },
      ],
      support_ends_on: '2031-12-31',
    },
    {
      authority: 'marlstead',
      slug: 'doorstep-counter',
      name: 'Doorstep counter',
      maker: 'Passerby BV',
      description: 'Infrared beam that counts who passes; it has no camera.',
      technology: 'passive_infrared_sensor',
      channels: [{ field: 'count', property: 'count-people' }],
    },
    {
      authority: 'oakhithe',
      slug: 'bridge-gauge',
      name: 'Radar gauge',
      maker: 'Brook and Weir',
      description: 'Radar gauge under a bridge deck.',
      technology: 'radar',
      channels: [{ field: 'level', property: 'water-level' }],
      support_ends_on: '2027-03-31',
    },
    {
      authority: 'oakhithe',
      slug: 'tipping-bucket',
      name: 'Tipping bucket',
      maker: 'Brook and Weir',
      description: 'Rain gauge; each tip is a fifth of a millimetre.',
      technology: 'weather_station',
      channels: [{ field: 'rain', property: 'rainfall', blank_values: [-999] }],
    },
    {
      authority: 'fennbridge',
      slug: 'hearth-2',
      name: 'Hearth 2',
      maker: 'Warm Rooms Co-operative',
      description: 'Temperature and humidity of a room, over LoRaWAN. Its microphone is not fitted.',
      technology: 'thermometer',
      codec: HEARTH_CODEC,
      test_vectors: [
        {
          description: 'a mild room',
          input: { fPort: 2, bytes: '00cd 6f' },
          output: { data: { temperature: 20.5, humidity: 55.5 } },
        },
        {
          description: 'frost',
          input: { fPort: 2, bytes: 'ffec b4' },
          output: { data: { temperature: -2, humidity: 90 } },
        },
      ],
      channels: [
        { field: 'temperature', property: 'air-temperature' },
        { field: 'humidity', property: 'relative-humidity' },
      ],
      capable_but_off: ['Motion: the detector is switched off in the firmware'],
    },
  ];
}

// Kerbside 3 air monitor, payload format 1 (LoRa Alliance TS013). Eleven bytes on port 10, big endian:
//   0     format, 1
//   1-2   nitrogen dioxide, tenths of ppb, 0xffff while the cell warms up
//   3-4   PM10, tenths of ug/m3
//   5-6   PM2.5, tenths of ug/m3
//   7-8   air temperature, tenths of a degree, signed
//   9     relative humidity, half per cent
//   10    battery, hundredths of a volt above 2 V
function decodeUplink(input) {
  const bytes = input.bytes;
  if (input.fPort !== 10) return { data: {}, warnings: ['only port 10 holds readings'] };
  if (bytes.length !== 11) return { errors: ['expected 11 bytes, got ' + bytes.length] };
  if (bytes[0] !== 1) return { errors: ['unknown payload format ' + bytes[0]] };
  const word = (at) => (bytes[at] << 8) | bytes[at + 1];
  const signed = (value) => (value > 0x7fff ? value - 0x10000 : value);
  const no2 = word(1);
  return {
    data: {
      no2: no2 === 0xffff ? null : no2 / 10,
      pm10: word(3) / 10,
      pm25: word(5) / 10,
      temperature: signed(word(7)) / 10,
      humidity: bytes[9] / 2,
      battery: (200 + bytes[10]) / 100,
    },
  };
}

// Calls go down: a room imports only from lower floors, and other rooms only through their door (index.ts).
const FLOORS = [
  ['base'],
  ['identity'],
  ['projects'],
  ['register'],
  ['observations', 'assessments'],
  ['ingest'],
  ['insights'],
  ['actions'],
  ['publish'],
  ['packs'],
  ['web', 'sensorthings', 'cli'],
  ['main'],
];

const climbs = FLOORS.flatMap((floor, height) =>
  floor.map((room) => {
    const above = FLOORS.slice(height).flat().filter((other) => other !== room);
    return {
      name: `${room}-never-climbs`,
      comment: 'Calls go down, news goes up: announce a batch or a job instead, and let main/compose.ts say who listens.',
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: above.length === 0 ? '^src/nowhere/' : `^src/(${above.join('|')})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...climbs,
    {
      name: 'enter-by-the-door',
      comment: 'Another room is entered through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.(test|bench)\\.ts$' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    { name: 'no-circles', severity: 'error', from: { pathNot: '\\.test\\.ts$' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'src-never-imports-tests', severity: 'error', from: { path: '^src/', pathNot: '\\.(test|bench)\\.ts$' }, to: { path: '^(test|scripts|bench)/|\\.test\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

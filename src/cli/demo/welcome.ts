import { FOOTFALL, SCHOOL_AIR } from './fleet.ts';
import { emailOf, PASSWORD } from './people.ts';

/** Where to look and how to sign in, in short lines. */
export function sayWelcome(address: string): string[] {
  return [
    '',
    'A made-up partnership of three boroughs. Every name and reading is invented.',
    '',
    `  The public register   ${address}/register`,
    `  A school and its air  ${address}/register/marlstead/places/ash-lane-primary`,
    `  The same as an API    ${address}/v1.1/Things`,
    `  Sign in               ${address}/sign-in`,
    `  Alerts to act on      ${address}/today`,
    `  A promise to approve  ${address}/projects/marlstead/${FOOTFALL}`,
    `  A project at work     ${address}/projects/marlstead/${SCHOOL_AIR}`,
    '',
    `  Password of everybody: ${PASSWORD}`,
    `  ${emailOf('service_officer', 'marlstead').padEnd(30)} acts on alerts`,
    `  ${emailOf('project_lead', 'marlstead').padEnd(30)} runs projects and submits`,
    `  ${emailOf('approver', 'marlstead').padEnd(30)} approves what others submitted`,
    `  ${emailOf('administrator', 'marlstead').padEnd(30)} people, roles and keys`,
    '  viewer@, analyst@, asset-owner@, information-governance@, data-protection-officer@, security@,',
    '  ethics-reviewer@ and siro@marlstead.example; lead@ and approver@ of oakhithe.example and fennbridge.example',
    '',
    'Ctrl-C stops it.',
  ];
}

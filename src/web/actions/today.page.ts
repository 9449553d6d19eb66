import { countAlerts, listAlerts, listDeliveries } from '../../actions/index.ts';
import { type House, sql } from '../../base/index.ts';
import { authoritiesWhere, type PersonViewer } from '../../identity/index.ts';
import { CLEARANCE_KINDS, listToClear } from '../../projects/index.ts';
import { listEnquiries } from '../../publish/index.ts';
import { enquiryRow } from '../enquiries/enquiry.page.ts';
import { alertRow } from './alert-rows.ts';

const SHOWN = 8;

/** What needs this person now: alerts, declarations waiting for their approval, devices that fell silent, dead letters. */
export async function todayPage(house: House, person: PersonViewer) {
  const alerting = authoritiesWhere(person, 'alert.read');
  const [alerts, counts, approvals, clearing, devices, inbox, dead, asked] = await Promise.all([
    listAlerts(house.db, { authorityIds: alerting, states: ['open'], limit: SHOWN }),
    countAlerts(house.db, alerting),
    waitingApprovals(house, person),
    listToClear(house.db, person),
    troubledDevices(house, authoritiesWhere(person, 'device.edit')),
    countInbox(house, authoritiesWhere(person, 'source.read')),
    listDeliveries(house.db, { authorityIds: alerting, state: 'dead' }),
    listEnquiries(house.db, person, { open: true, limit: SHOWN }),
  ]);
  const nothing =
    alerts.length === 0 &&
    approvals.length === 0 &&
    clearing.length === 0 &&
    devices.length === 0 &&
    inbox === 0 &&
    dead.length === 0 &&
    asked.total === 0;
  return {
    alerts: alerts.map(alertRow),
    more: Math.max(0, counts.open - SHOWN),
    counts,
    approvals,
    clearing: clearing.map((each) => ({
      ...each,
      titles: each.kinds.map((kind) => CLEARANCE_KINDS[kind].title).join(', '),
    })),
    devices,
    inbox,
    dead: dead.length,
    enquiries: asked.enquiries.map((enquiry) => enquiryRow(enquiry, house.clock.now())),
    moreEnquiries: Math.max(0, asked.total - SHOWN),
    nothing,
  };
}

interface WaitingApproval {
  readonly href: string;
  readonly title: string;
  readonly authority: string;
  readonly version: number;
  readonly submittedBy: string | null;
  readonly submittedAt: Date;
}

/** Declarations this person may approve: submitted by somebody else, in an authority where they hold the role. */
async function waitingApprovals(house: House, person: PersonViewer): Promise<WaitingApproval[]> {
  const { rows } = await sql<WaitingApproval>`
    select '/projects/' || au.slug || '/' || pr.slug || '/declaration' as href, pr.title, au.name as authority, dc.version,
      pe.name as "submittedBy", dc.submitted_at as "submittedAt"
    from register.v_declaration dc
    join projects.v_project pr on pr.id = dc.project_id
    join identity.v_authority au on au.id = dc.authority_id
    left join identity.v_person pe on pe.id = dc.submitted_by
    where dc.state = 'submitted' and dc.submitted_by is distinct from ${person.personId}
      and dc.authority_id = any(${authoritiesWhere(person, 'declaration.approve')}::int[])
    order by dc.submitted_at`.execute(house.db);
  return rows;
}

async function troubledDevices(house: House, authorityIds: number[]) {
  const { rows } = await sql<{ href: string; name: string; state: string; since: Date; project: string }>`
    select '/devices/' || au.slug || '/' || dv.slug as href, dv.name, dv.state, dv.state_since as since, pr.title as project
    from register.v_device dv
    join projects.v_project pr on pr.id = dv.project_id
    join identity.v_authority au on au.id = dv.authority_id
    where dv.state in ('silent', 'faulty') and dv.authority_id = any(${authorityIds}::int[])
    order by dv.state_since desc limit ${SHOWN}`.execute(house.db);
  return rows;
}

async function countInbox(house: House, authorityIds: number[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ingest.v_inbox where authority_id = any(${authorityIds}::int[])`.execute(house.db);
  return rows[0]!.count;
}

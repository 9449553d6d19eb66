/** What a directory says of a person, and what that makes of them here. Pure. */
import type { Role } from '../roles.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface RoleRule {
  /** A value of the claim, such as the name or the id of a group. */
  readonly value: string;
  readonly role: Role;
}

/** The address the directory vouches for; undefined when it gives none or says that it did not verify it. */
export function emailOf(claims: Claims): string | undefined {
  const { email, email_verified: verified } = claims;
  if (typeof email !== 'string' || verified === false || verified === 'false') return undefined;
  return email.trim().toLowerCase();
}

/** The name to show, from `name`, or the given and family names; the address when the directory says neither. */
export function nameOf(claims: Claims, email: string): string {
  const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  const name = text(claims.name) || `${text(claims.given_name)} ${text(claims.family_name)}`.trim();
  return (name || email).slice(0, 200);
}

/** Whether an address is in one of the domains, exactly: a subdomain is another domain. */
export function isInDomains(email: string, domains: readonly string[]): boolean {
  return domains.includes(email.slice(email.lastIndexOf('@') + 1));
}

/** The roles the rules give for the claim, each once, in the order of the rules. */
export function rolesFrom(claims: Claims, claim: string, rules: readonly RoleRule[]): Role[] {
  const said = new Set([valueAt(claims, claim)].flat().map(String));
  return [...new Set(rules.filter(({ value }) => said.has(value)).map(({ role }) => role))];
}

/** A claim by its name, or by the path to it, such as `realm_access.roles`. */
function valueAt(claims: Claims, claim: string): unknown {
  if (Object.hasOwn(claims, claim)) return claims[claim] ?? [];
  const found = claim.split('.').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Claims)[name]
      : undefined;
  }, claims);
  return found ?? [];
}

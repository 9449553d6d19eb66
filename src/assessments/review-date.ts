/** The last day on which an assessment accepted now has to be looked at again. Pure. */
export function latestReview(acceptedAt: Date, months: number): string {
  const day = acceptedAt.getUTCDate();
  const at = new Date(Date.UTC(acceptedAt.getUTCFullYear(), acceptedAt.getUTCMonth() + months, 1));
  const lastOfMonth = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, lastOfMonth));
  return at.toISOString().slice(0, 10);
}

const HOME = '/today';

/**
 * Where to go after signing in: the path asked for if it is one of ours, else the staff's home. Anything that a browser
 * could read as another website (`//x`, `/\x`, a scheme, control characters) is not.
 */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) || wanted.includes('\\')) return HOME;
  const here = 'http://lamppost.invalid';
  if (!URL.canParse(wanted, here)) return HOME;
  const url = new URL(wanted, here);
  if (url.origin !== here || url.pathname.startsWith('//') || /^\/sign-(in|out)\b/.test(url.pathname)) return HOME;
  return url.pathname + url.search + url.hash;
}

const HERE = ['127.0.0.1', '[::1]', 'localhost'];

/** True for https, and for http to this machine itself: what leaves the machine is encrypted. */
export function isEncrypted({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && HERE.includes(hostname));
}

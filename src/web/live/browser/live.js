// Live values on a page that marks them: [data-live="device=authority/slug"] around [data-datastream="7"] elements, each
// with [data-live-value] and [data-live-time] inside. Without this file the page shows what was newest when it was made.
for (const frame of document.querySelectorAll('[data-live]')) {
  const events = new EventSource(`/events?${frame.dataset.live}`);
  events.addEventListener('reading', ({ data }) => {
    const { datastream, phenomenonTime, result } = JSON.parse(data);
    const row = frame.querySelector(`[data-datastream="${Number(datastream)}"]`);
    if (!row) return;
    const value = row.querySelector('[data-live-value]');
    const time = row.querySelector('[data-live-time]');
    const digits = Number(value.dataset.decimals ?? 1);
    value.textContent =
      typeof result === 'number' ? result.toLocaleString('en-GB', { maximumFractionDigits: digits }) : String(result);
    const at = new Date(phenomenonTime);
    time.textContent = at.toLocaleTimeString('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/London',
    });
    time.setAttribute('datetime', phenomenonTime);
  });
}

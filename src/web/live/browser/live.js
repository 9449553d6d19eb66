// Live values on a page that marks them: [data-live="device=authority/slug"] around [data-datastream="7"] elements, each
// with [data-live-value], [data-live-unit] and [data-live-time] inside. Without this file the page shows what was newest
// when it was made.
for (const frame of document.querySelectorAll('[data-live]')) {
  const events = new EventSource(`/events?${frame.dataset.live}`);
  events.addEventListener('reading', ({ data }) => {
    const { datastream, phenomenonTime, result } = JSON.parse(data);
    const row = frame.querySelector(`[data-datastream="${Number(datastream)}"]`);
    if (!row) return;
    const value = row.querySelector('[data-live-value]');
    const unit = row.querySelector('[data-live-unit]');
    value.textContent = words(result, value.dataset);
    if (unit) unit.textContent = ` ${unit.dataset.liveUnit}`;
    row.querySelector('[data-live-time]').replaceChildren(timeElement(phenomenonTime));
  });
}

function words(result, { kind, decimals }) {
  if (typeof result !== 'number') return String(result);
  if (kind === 'truth') return result === 1 ? 'yes' : 'no';
  return result.toLocaleString('en-GB', { maximumFractionDigits: Number(decimals ?? 1) });
}

// `14:00 today`, or with its day where that is another one; London time, as pages write it.
function timeElement(instant) {
  const at = new Date(instant);
  const london = (options) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'Europe/London' });
  const day = london({ day: 'numeric', month: 'long', year: 'numeric' });
  const clock = london({ hour: '2-digit', minute: '2-digit' }).format(at);
  const isToday = day.format(at) === day.format(new Date());
  const element = document.createElement('time');
  element.dateTime = instant;
  element.title = london({ dateStyle: 'full', timeStyle: 'long' }).format(at);
  element.textContent = isToday ? `${clock} today` : `${clock} on ${day.format(at)}`;
  return element;
}

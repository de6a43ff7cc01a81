// One stream of server-sent events for a page: what it watches, as it changes.
import { useEffect, useState } from './ui.js';

/** Watches operations (GET); gives {path: {status, body}} and whether the stream is up. */
export function useLive(paths) {
  const [state, setState] = useState({ seen: {}, up: true });
  const key = paths.join(' ');
  useEffect(() => {
    if (paths.length === 0) return undefined;
    setState({ seen: {}, up: true });
    const query = paths.map((each) => 'watch=' + encodeURIComponent(each)).join('&');
    const source = new EventSource('/console/stream?' + query);
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      setState((old) => ({ up: true, seen: { ...old.seen, [event.watch]: { status: event.status, body: event.body, at: performance.now() } } }));
    };
    source.onopen = () => setState((old) => ({ ...old, up: true }));
    source.onerror = () => {
      setState((old) => ({ ...old, up: false }));
      if (source.readyState === EventSource.CLOSED) window.dispatchEvent(new Event('check-session'));
    };
    return () => source.close();
  }, [key]);
  return state;
}

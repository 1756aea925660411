import { useEffect, useRef, useState } from 'react';
import { useSession } from './session';
import { follow, type StreamEvent, type StreamStatus } from './stream';

/** Follows an event stream while the component and the tab are seen; null follows none. Browsers allow few connections
 *  to one place, so a hidden tab lets go of its own. */
export function useStream(address: string | null, onEvent: (event: StreamEvent) => void): StreamStatus {
  const [status, setStatus] = useState<StreamStatus>('connecting');
  const { token } = useSession();
  const isSeen = useIsSeen();
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(() => {
    if (address === null || !isSeen) return undefined;
    const stop = new AbortController();
    const follower = { onEvent: (event: StreamEvent) => latest.current(event), onStatus: setStatus };
    void follow(address, follower, stop.signal);
    return () => stop.abort();
  }, [address, token, isSeen]);
  return address === null ? 'ended' : status;
}

function useIsSeen(): boolean {
  const [isSeen, setIsSeen] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setIsSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isSeen;
}

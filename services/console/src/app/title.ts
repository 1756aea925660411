import { useEffect } from 'react';

/** What the tab is called while the component is seen, in place of the name of its page. */
export function useTitle(title: string | null): void {
  useEffect(() => { if (title !== null) document.title = titled(title); }, [title]);
}

export const titled = (title: string) => `${title} · Workflow`;

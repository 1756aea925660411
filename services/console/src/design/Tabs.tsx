import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import './tabs.css';

interface TabsProps {
  /** Names for the address and for people, in order. */
  readonly tabs: Readonly<Record<string, string>>;
  readonly chosen: string;
  readonly onChoose: (tab: string) => void;
  readonly children: ReactNode;
}

/** Parts of a page of which one is seen; the arrow keys go from one to the next. */
export function Tabs({ tabs, chosen, onChoose, children }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const names = Object.keys(tabs);
  // On a narrow screen the tabs go on to the right; the page itself stays where it is.
  useEffect(() => {
    const [box, tab] = [list.current, list.current?.querySelector<HTMLElement>('[aria-selected=true]')];
    if (!box || !tab) return;
    box.scrollLeft = Math.max(0, tab.offsetLeft - box.offsetLeft - (box.clientWidth - tab.offsetWidth) / 2);
  }, [chosen]);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const next = (names.indexOf(chosen) + by + names.length) % names.length;
    onChoose(names[next]!);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <section className="tabs panel">
      <div role="tablist" ref={list} onKeyDown={step}>
        {names.map(name => (
          <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === chosen}
            aria-controls="tab-panel" tabIndex={name === chosen ? 0 : -1} onClick={() => onChoose(name)}>
            {tabs[name]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>{children}</div>
    </section>
  );
}

import { useEffect, useState } from 'react';

const key = 'workflow-theme';
const themes = ['system', 'light', 'dark'] as const;

/** Light, dark, or as the system has it. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(localStorage.getItem(key) ?? 'system');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(key, theme);
  }, [theme]);
  return (
    <label className="row theme">
      <span className="grow">Theme</span>
      <select value={theme} onChange={event => setTheme(event.target.value)}>
        {themes.map(name => <option key={name} value={name}>{name}</option>)}
      </select>
    </label>
  );
}

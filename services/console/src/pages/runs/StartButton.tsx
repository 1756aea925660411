import { useState } from 'react';
import { Icon } from '../../design/Icon';
import { StartDialog } from './StartDialog';

export function StartButton() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="primary" onClick={() => setIsOpen(true)}><Icon name="plus" />Start a run</button>
      {isOpen && <StartDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

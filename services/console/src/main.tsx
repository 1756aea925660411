import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';

createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);

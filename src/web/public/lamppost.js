// Starts govuk-frontend's small behaviours. Every page works without this file.
import { initAll } from './govuk-frontend.min.js?v=4e8b95d53d3c';

document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');
initAll();

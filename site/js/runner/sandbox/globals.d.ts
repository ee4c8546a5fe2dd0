/** The lock file that Pyodide wants, with no packages in it; py/sitebuild/runtime.py fills it in. */
declare const PYODIDE_LOCK: string;
/** In bytes, of the archive with what only exploring needs. */
declare const EXPLORING_SIZE: number;

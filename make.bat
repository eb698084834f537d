@echo off
rem make.bat app: everything needed, then the app in your browser.   make.bat test: every check and test.
setlocal
cd /d "%~dp0"
set WHAT=%1
if "%WHAT%"=="" set WHAT=app
if not exist .venv\ready-%WHAT% (
  py -3 .ci\prepare.py %WHAT% || python .ci\prepare.py %WHAT% || exit /b 1
  echo ready> .venv\ready-%WHAT%
)
if "%WHAT%"=="app" (
  .venv\Scripts\acupoint.exe app
  exit /b
)
if "%WHAT%"=="test" (
  .venv\Scripts\ruff.exe check . || exit /b 1
  .venv\Scripts\mypy.exe || exit /b 1
  .venv\Scripts\pytest.exe -q -n 3 --dist loadfile
  exit /b
)
echo make.bat: expected app or test, got %WHAT%
exit /b 2

"""What stands before the text: packages, colours and the few macros that the page uses."""

from __future__ import annotations

from collections.abc import Iterable

from symtconv.rendering.figures.palette import NAMED, TapColour

PAPERS = {"a4": "a4paper", "letter": "letterpaper"}

HEAD = r"""\documentclass[10pt,%(paper)s]{article}
\usepackage{amsmath,amssymb}
\usepackage[%(paper)s,textwidth=152mm,textheight=%(height)s,top=19mm]{geometry}
\usepackage{xcolor}
%(scripts)s%(tikz)s"""

TIKZ = "\\usepackage{tikz}\n\\usetikzlibrary{patterns}\n"

STANDALONE = r"""\documentclass[10pt,border=6mm]{standalone}
\usepackage{amsmath,amssymb}
\usepackage{xcolor}
%(scripts)s%(tikz)s"""

PAGE = r"""
% ---- the page ----
\color{ink}
\setlength{\parindent}{0pt}\setlength{\parskip}{3pt plus 1pt}
\raggedbottom\allowdisplaybreaks[1]\emergencystretch=3em \hbadness=2000
\clubpenalty=10000 \widowpenalty=10000 \displaywidowpenalty=10000
\def\room#1{\par\vskip 0pt plus #1\penalty-500\vskip 0pt plus -#1\relax}
% Figures float, and so that none goes far a page may be almost full of them.
\setcounter{topnumber}{3}\setcounter{totalnumber}{4}
\renewcommand\topfraction{.95}\renewcommand\textfraction{.05}\renewcommand\floatpagefraction{.9}
\setlength\intextsep{10pt plus 3pt}\setlength\floatsep{12pt plus 4pt}\setlength\textfloatsep{14pt plus 4pt}
\makeatletter
% Figures that wait for a page come before a statement, where little of this page would be left empty,
% or else keep waiting until the end of its proof.
\let\heldfigures\@empty
\def\holdfigures{\par\penalty0\ifx\@deferlist\@empty\else
  \ifdim\dimexpr\pagegoal-\pagetotal<56mm \newpage
  \else\global\let\heldfigures\@deferlist \global\let\@deferlist\@empty\fi\fi}
\def\releasefigures{{\let\@elt\relax\xdef\@deferlist{\heldfigures\@deferlist}}\global\let\heldfigures\@empty}
\@fptop=0pt \@fpsep=14pt plus 4pt
\renewcommand\section{\@startsection{section}{1}{0pt}{11pt plus 3pt}{4pt}{\normalfont\normalsize\bfseries}}
\makeatother
"""

MACROS = r"""
% ---- statements, proofs, reasons ----
% Where the document has an environment of that name (theorem, definition, proposition), it is taken, and counts;
% otherwise statements have a counter that goes on through several of these.
\ifcsname c@symtconv\endcsname\else\newcounter{symtconv}\fi
\def\statement#1#2{\ifcsname#2\endcsname\def\opening{\begin{#2}}\def\closing{\end{#2}}\else
  \def\opening{\par\addvspace{6pt}\refstepcounter{symtconv}\textbf{#1~\thesymtconv.}\enspace\ignorespaces}%
  \def\closing{\par\addvspace{4pt}}\fi\opening}
\def\endstatement{\closing}
\def\proof#1{\par\addvspace{4pt}\%(proof)s{#1}\enspace\ignorespaces}
% The square keeps its distance from the last word, or else ends the next line.
\def\endproof{\unskip\nobreak\hfil\penalty50\hskip1em\hbox{}\nobreak\hfil$\square$%
  \parfillskip=0pt \finalhyphendemerits=0 \par\addvspace{4pt}}
\long\def\enclose#1{\par\addvspace{4pt}{\fboxsep=8pt\fboxrule=.5pt\abovedisplayskip=5pt\belowdisplayskip=5pt
  \fcolorbox{quiet}{white}{\parbox{\dimexpr\linewidth-17pt}{\vskip-3pt #1\vskip-4pt}}}\par\addvspace{6pt}}
\def\still{\par\addvspace{9pt plus 3pt}\begin{minipage}{\linewidth}}
\def\endstill{\end{minipage}\par\addvspace{9pt plus 3pt}}
\def\figurecaption#1#2{\refstepcounter{figure}\label{#1}\par\vskip 5pt
  {\small\raggedright\textbf{%(figure)s~\thefigure.}\enspace #2\par}}
\def\since#1{\mbox{\small\color{quiet}#1}}
% A reason beside its line, or under it where the line leaves less than 24 mm:
% #1 is what the formulas take, #2 the reason, #3 a label.
\def\why#1{\ifdim\dimexpr\linewidth-#1<24mm \expandafter\under\else\expandafter\beside\fi{#1}}
\def\beside#1#2#3{&&\since{\parbox[t]{\dimexpr\linewidth-#1}{\raggedright\strut#2\strut}}#3}
\def\under#1#2#3{#3\\*[-2pt]&\quad\since{\parbox[t]{\dimexpr\linewidth-24mm}{\raggedright #2\strut}}\notag}
\def\rows{\par\vskip 6pt\small\baselineskip=5.4mm\tabskip=0pt plus 1fil\relax}
\def\ruled{\nobreak\vskip 2pt\hrule height.3pt\nobreak\vskip 5pt}
\def\quietly#1{{\centering\footnotesize\color{quiet}#1\par}}
% Above a matrix there is room even where the line before it is short.
\def\clear{\abovedisplayshortskip=\abovedisplayskip}
% What is wider than the line is made as narrow, where graphics can be scaled (TikZ and graphicx can).
\long\def\within#1{{\setbox0\hbox{$\displaystyle#1$}\ifdim\wd0>\linewidth
  \ifdefined\resizebox\resizebox{\linewidth}{!}{\box0}\else\box0\fi\else\box0\fi}}
\def\T{^{\mathsf T}}
% Quotes of typewriter type, straight as a shell wants them; the oldest encoding has them in places of their own.
\def\oldest{OT1}
\def\straightquote{\expandafter\ifx\csname f@encoding\endcsname\oldest\symbol{13}\else\textquotesingle\fi}
\def\backquote{\expandafter\ifx\csname f@encoding\endcsname\oldest\symbol{18}\else\textasciigrave\fi}
% ---- a tap in a matrix, in an array and in a line; what else a cell holds ----
\def\cellwidth{8.1mm}\def\cells#1{\def\cellwidth{#1}}
\def\patch#1#2#3{{\fboxsep=0pt\kern.15mm\colorbox{#1}{\makebox[\dimexpr\cellwidth-.3mm]{\rule[-1.3mm]{0pt}{4.2mm}\footnotesize\color{#2}$#3$}}\kern.15mm}}
\def\tap#1#2{\patch{t#1}{i#1}{#2}}
\def\tile#1#2{{\fboxsep=0pt\kern.1mm\colorbox{t#1}{\makebox[\dimexpr\cellwidth-.2mm]{\rule[-3.3mm]{0pt}{7.8mm}\footnotesize\color{i#1}$#2$}}\kern.1mm}}
\def\chip#1#2{{\fboxsep=0pt\colorbox{t#1}{\rule[-1.55mm]{0pt}{4.4mm}\kern.5mm\footnotesize\color{i#1}$#2$\kern.5mm}}}
\def\cell#1{\makebox[\cellwidth]{\rule[-1.3mm]{0pt}{4.2mm}\footnotesize$#1$}}
\def\z{\makebox[\cellwidth]{\color{quiet!70}$\cdot$}}
\def\gap{\patch{mist}{quiet}{0}}
\def\pad{\cell{\color{quiet}0}}
\def\more#1{\makebox[\cellwidth]{\color{quiet}$#1$}}
\def\captioned#1#2{\begin{array}{@{}c@{}}\text{\scriptsize\color{quiet}#1}\\[2pt]#2\end{array}}
"""


def colours(taps: Iterable[TapColour]) -> str:
    """Define every colour that the document uses: the greys, and ground and ink of each tap."""
    lines = ["% ---- colour: taps own every hue, all else is ink ----"]
    lines += [
        rf"\definecolor{{{name}}}{{HTML}}{{{code}}}" for name, code in NAMED.items() if name not in {"black", "white"}
    ]
    for tap in taps:
        ink = rf"\definecolor{{{tap.ink_name}}}{{HTML}}{{{tap.ink}}}"
        lines.append(rf"\definecolor{{{tap.name}}}{{HTML}}{{{tap.fill}}}{ink}")
    return "\n".join(lines) + "\n"

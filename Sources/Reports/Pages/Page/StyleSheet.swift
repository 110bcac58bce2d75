/// How pages look: on a screen by day and by night, on a telephone and on paper.
enum StyleSheet {
  static let text =
    ":root{color-scheme:light dark;\(Theme.light.variables)}"
    + "@media(prefers-color-scheme:dark){:root{\(Theme.dark.variables)}}"
    + Theme.drawingRules + page + tables + figures + narrow + print

  private static let page = """
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;scroll-padding-top:3.2rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,\
    "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    header,main,footer{max-width:1060px;margin:0 auto;padding:0 2.5rem}
    header{padding-top:2.6rem;padding-bottom:1rem}
    .kind{margin:0;color:var(--s0);font-size:.82rem;font-weight:600;letter-spacing:.07em;\
    text-transform:uppercase}
    h1{margin:.2rem 0 .3rem;font-size:2rem;line-height:1.2;letter-spacing:-.015em;\
    overflow-wrap:anywhere;text-wrap:balance}
    h2{margin:0 0 .8rem;font-size:1.4rem;line-height:1.25;letter-spacing:-.01em}
    h3{margin:1.8rem 0 .6rem;font-size:1.05rem}
    p{margin:0 0 .9rem;max-width:46rem;overflow-wrap:anywhere}
    a{color:var(--s0)}
    .subtitle{margin:0;color:var(--muted);font-size:1.05rem}
    .muted,.remark,figcaption{color:var(--muted);font-size:.9rem}
    nav{position:sticky;top:0;z-index:2;background:var(--paper);border-bottom:1px solid var(--grid)}
    nav ul{display:flex;gap:.2rem 1.3rem;max-width:1060px;margin:0 auto;padding:.65rem 2.5rem;\
    list-style:none;overflow-x:auto;scrollbar-width:none}
    nav a{color:var(--muted);font-size:.92rem;text-decoration:none;white-space:nowrap}
    nav a:hover,nav a:focus{color:var(--s0);text-decoration:underline}
    .summary{margin:1.8rem 0 1.2rem;font-size:1.12rem}
    .summary p{max-width:50rem}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.8rem;\
    margin:0 0 1rem}
    .tiles div{padding:.9rem 1.1rem;border-radius:10px;background:var(--shade)}
    .tiles dt{color:var(--muted);font-size:.85rem}
    .tiles dd{margin:0;font-size:1.65rem;font-weight:600;line-height:1.3;\
    font-variant-numeric:tabular-nums}
    .tiles dd.note{color:var(--muted);font-size:.85rem;font-weight:400;overflow-wrap:anywhere}
    section{margin-top:3rem;padding-top:1.6rem;border-top:1px solid var(--grid)}
    .banner{margin:.9rem 0 0;padding:.5rem .8rem;border-left:4px solid var(--s0);\
    background:var(--shade);max-width:none}
    .banner.warning{border-color:var(--over)}
    .stamp{display:inline-block;padding:0 .5em;border:1px solid var(--axis);border-radius:1em;\
    color:var(--muted);font-size:.75rem;font-weight:400;white-space:nowrap}
    .stamp.warning{border-color:var(--over);color:var(--over)}
    details{margin:.6rem 0;border:1px solid var(--grid);border-radius:8px}
    summary{padding:.6rem .9rem;cursor:pointer;font-weight:600;overflow-wrap:anywhere}
    .inside{padding:0 .9rem .9rem}
    pre{margin:0;padding:.9rem;border-radius:8px;background:var(--shade);overflow-x:auto;\
    font:.85rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;tab-size:2}
    .facts{margin:0 0 1.2rem;display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));\
    gap:0 2.5rem}
    .facts div{display:grid;grid-template-columns:11rem 1fr;gap:.8rem;padding:.3rem 0;\
    border-bottom:1px solid var(--grid)}
    .facts .long{grid-column:1/-1}
    .facts dt{color:var(--muted)}
    .facts dd{margin:0;overflow-wrap:anywhere}
    footer{padding-top:2.5rem;padding-bottom:3rem;color:var(--muted);font-size:.9rem}

    """

  private static let tables = """
    .scroll{overflow-x:auto;margin:0 0 .9rem;background:linear-gradient(to left,var(--paper) 40%,\
    transparent) calc(100% + 2px) 0/2.8rem 100% local,linear-gradient(to left,var(--axis),transparent) \
    right/.7rem 100% scroll;background-repeat:no-repeat}
    table{border-collapse:collapse;font-size:.92rem;line-height:1.35}
    table.wide{min-width:100%}
    caption{padding:0 0 .5rem;color:var(--muted);text-align:left}
    th,td{padding:.42rem .65rem;text-align:left;vertical-align:top;border-bottom:1px solid \
    var(--grid)}
    thead th{border-bottom:2px solid var(--axis);vertical-align:bottom;font-weight:600;\
    white-space:normal}
    tbody th{font-weight:400}
    tr.opens>*{border-top:1px solid var(--axis)}
    tr.opens th{font-weight:600}
    th:first-child,td:first-child{padding-left:0}
    .number{text-align:right;font-variant-numeric:tabular-nums}
    td.number{white-space:nowrap}
    th small,td small{display:block;color:var(--muted);font-size:.8em;font-weight:400;\
    white-space:nowrap}
    tbody th small{white-space:normal;max-width:18rem}
    td strong{font-weight:700}

    """

  private static let figures = """
    figure{margin:1.4rem 0}
    figure h3{margin-top:0}
    figcaption{max-width:46rem;margin-top:.5rem}
    svg{display:block;max-width:100%;height:auto;overflow:visible}
    .broad:not(.gallery) svg{width:100%}
    .slim,.slim.gallery{display:none}
    .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--least)),1fr));\
    gap:1.6rem 1.8rem}
    .columns{display:grid;grid-template-columns:minmax(0,8fr) minmax(0,5fr);gap:0 2.2rem}
    .keys{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:0 0 1rem;padding:0;list-style:none;\
    font-size:.9rem}
    .key{display:inline-block;width:.95em;height:.8em;margin-right:.45em;border:1px solid transparent}
    .key.accuracy{background:var(--s0)}
    .key.over{background:color-mix(in srgb,var(--over) 45%,transparent);border-color:var(--over)}
    .key.under{background:color-mix(in srgb,var(--under) 45%,transparent);border-color:var(--under)}
    .key.band{background:color-mix(in srgb,var(--axis) 35%,transparent)}
    .download{display:inline-block;padding:.4rem .9rem;border:1px solid var(--s0);border-radius:8px;\
    text-decoration:none}
    .download+.muted{display:block;margin-top:.4rem}

    """

  private static let narrow = """
    @media screen and (max-width:760px){
    header,main,footer{padding-left:1.1rem;padding-right:1.1rem}
    nav ul{padding-left:1.1rem;padding-right:1.1rem}
    header{padding-top:1.6rem}
    h1{font-size:1.5rem}
    .summary{font-size:1.04rem;margin-top:1.3rem}
    .tiles{grid-template-columns:1fr 1fr;gap:.6rem}
    .tiles div{padding:.7rem .8rem}
    .tiles dd{font-size:1.3rem}
    section{margin-top:2.2rem}
    .columns{grid-template-columns:minmax(0,1fr)}
    .broad{display:none}
    .slim{display:block}
    .slim svg{width:100%;max-width:560px}
    .facts{grid-template-columns:1fr}
    .facts div{grid-template-columns:8.5rem 1fr}
    tbody th:first-child,thead th:first-child{position:sticky;left:0;background:var(--paper)}
    .stamp{white-space:normal;border-radius:.5em}
    tbody th:first-child{min-width:6.5rem;max-width:10rem;overflow-wrap:break-word}
    .slim.gallery{display:grid}
    .broad.gallery{display:none}
    }

    """

  private static let print =
    """
    @media print{
    :root{color-scheme:light;\(Theme.light.variables)}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    body{font-size:10.5pt}
    nav,.download-line,footer a{display:none}
    .tiles{grid-template-columns:repeat(4,1fr)}
    header,main,footer{max-width:none;padding:0}
    section{margin-top:1.4rem;padding-top:1rem}
    h2,h3,summary{break-after:avoid}
    figure,.gallery>div,tr,table.short,.tiles,.banner,.facts div{break-inside:avoid}
    .gallery-figure{break-inside:auto}
    .gallery{grid-template-columns:repeat(3,1fr);gap:1rem}
    .gallery.broad{display:grid;grid-template-columns:repeat(2,1fr)}
    .columns .gallery.broad{grid-template-columns:1fr}
    .broad{display:block}
    .slim,.slim.gallery{display:none}
    .scroll{overflow:visible;background:none}
    table{font-size:8pt}
    th,td{padding:.25rem .35rem}
    details{border:0}
    details:not(.printed,[open]){display:none}
    details::details-content{content-visibility:visible;display:block}
    pre{white-space:pre-wrap;font-size:8pt}
    @page{margin:14mm}
    }
    """
}

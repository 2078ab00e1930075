/** The mark: an open pavilion under a tiered roof. */
export function Mark(props: { size?: number }) {
  const size = `${(props.size ?? 30) / 16}rem`;
  return (
    <svg style={{ width: size, height: size }} viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M16 2.5c.8 3 1.6 4 5 5.5l8 4.3c.6.4.4 1.2-.3 1.2H3.300c-.7 0-.9-.8-.3-1.200L11 8c3.4-1.5 4.2-2.5 5-5.500Z"
        fill="currentColor"
      />
      <path
        d="M7.5 14v12M13.2 14v12M18.8 14v12M24.5 14v12"
        stroke="currentColor"
        strokeWidth="2.3"
      />
      <path d="M3.5 27.700h25" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}

/** A sugar palm: a dense ball of stiff fans on a tall bare trunk. */
function Palm(props: { x: number; y: number; scale: number }) {
  const fans = Array.from({ length: 19 }, (_, i) => -162 + i * 18);
  return (
    <g transform={`translate(${props.x} ${props.y}) scale(${props.scale})`} fill="var(--art-palm)">
      <path d="M-4 0c3-70 1-130-1-200h8c0 60 2 130 3 200Z" />
      <g transform="translate(-1 -204)">
        <circle r="27" />
        {fans.map((turn, i) => (
          <path
            key={turn}
            transform={`rotate(${turn})`}
            d={i % 2 ? "M-6-18 0-50 6-18Z" : "M-7-18-2-42 7-18Z"}
          />
        ))}
      </g>
    </g>
  );
}

function Pavilion() {
  return (
    <g fill="var(--art-ink)">
      <path d="M250 356c4 22 14 34 40 46l82 40c8 4 6 12-4 12H132c-10 0-12-8-4-12l82-40c26-12 36-24 40-46Z" />
      <path d="M118 462h264l26 22c6 5 3 12-5 12H97c-8 0-11-7-5-12Z" opacity="0.85" />
      <path
        d="M128 496h10v104h-10zM206 496h10v104h-10zM284 496h10v104h-10zM362 496h10v104h-10z"
        opacity="0.9"
      />
      <path d="M112 552h276v8H112z" opacity="0.55" />
      <path d="M104 600h292v10H104z" />
      <path d="M222 610h56l10 34h-76z" opacity="0.5" />
    </g>
  );
}

/** The side of the first screens: a sala among rice fields and sugar palms at evening. */
export function Landscape() {
  return (
    <svg
      viewBox="0 0 500 768"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className="absolute inset-0 h-full w-full"
    >
      <rect width="500" height="768" fill="var(--art-sky)" />
      <circle cx="372" cy="330" r="74" fill="var(--art-sun)" opacity="0.9" />
      <path d="M0 610c70-34 130-60 200-52 80 8 130 44 300 20v190H0Z" fill="var(--art-far)" />
      <Palm x={60} y={640} scale={1.15} />
      <Palm x={448} y={630} scale={0.8} />
      <Palm x={416} y={634} scale={0.58} />
      <Pavilion />
      <path d="M0 640h500v128H0Z" fill="var(--art-field)" />
      <g stroke="var(--art-line)" strokeWidth="1.5" fill="none" opacity="0.7">
        <path d="M0 652h500M0 668h500M0 690h500M0 720h500M0 756h500" />
        <path
          d="M250 640 190 768M250 640 310 768M250 640 60 768M250 640 440 768M250 640-90 768M250 640 590 768"
          opacity="0.6"
        />
      </g>
    </svg>
  );
}

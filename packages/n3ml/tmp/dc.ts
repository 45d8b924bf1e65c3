import { wasm } from '@n3ml/engine';
import { randomStream, SpikeTrainBuilder, createRegistry } from '@n3ml/core';
import { poisson, bernoulli } from '@n3ml/encoders';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
const dir = process.env.MNIST_DIR ?? '/work/shared/data/mnist/';
const idx = (f: string, skip: number) => new Uint8Array(gunzipSync(readFileSync(dir+f)).subarray(skip));
const X = idx('train-images-idx3-ubyte.gz',16), Y = idx('train-labels-idx1-ubyte.gz',8), TX = idx('t10k-images-idx3-ubyte.gz',16), TY = idx('t10k-labels-idx1-ubyte.gz',8);
const arg = (k: string, d: number) => { const i = process.argv.indexOf('--'+k); return i<0?d:Number(process.argv[i+1]); };
const n = arg('n',400), samples = arg('samples',60000), seed = arg('seed',1), steps = arg('steps',350), epochs = arg('epochs',1);
const thetaPlus=arg('thetaPlus',0.05), inhW = arg('inh',-120), lrPre=arg('lrPre',4e-4), lrPost=arg('lrPost',1e-2), rate=arg('rate',64), tauTheta=arg('tauTheta',1e7), infer=arg('infer',10000);
const exc = { params: { vRest: -65, vReset: -60, vTh: -52, tau: 100, tauRef: 5, thetaPlus, tauTheta },
    state: `dv/dt = (vRest - v) / tau
            dtheta/dt = -theta / tauTheta : kept between samples, per sample`,
    init: 'v = vRest', input: 'v += I', threshold: 'v >= vTh + theta', reset: 'v = vReset; theta += thetaPlus', refractory: 'tauRef' };
const inh = { params: { vRest: -60, vReset: -45, vTh: -40, tau: 10, tauRef: 2 }, state: `dv/dt = (vRest - v) / tau`, init: 'v = vRest', input: 'v += I', threshold: 'v >= vTh', reset: 'v = vReset', refractory: 'tauRef' };
const tauTr=arg('tauTr',20), norm=arg('norm',78.4), excInh=arg('excInh',22.5), rest=arg('vReset',-60);
const rule = { params: { tau: tauTr, lrPre, lrPost }, state: `dx/dt = -x / tau : pre, at spike x = 1
dy/dt = -y / tau : post, at spike y = 1`, onPre: 'w -= lrPre * y', onPost: 'w += lrPost * x' };
const r = randomStream(seed,'w'); const nIn=784;
const w = Float32Array.from({length:nIn*n}, () => arg('wInit',0.3)*r.uniform());
const t0 = performance.now();
const sim = wasm().compile({ dt: 1, populations: { input: { size: nIn }, exc: { size: n, neuron: exc }, inh: { size: n, neuron: inh } },
 connections: { 'input-exc': { from:'input', to:'exc', topology:{kind:'dense'}, weights:w, rule, bounds:[0,1], normalize:{sum: norm} },
  'exc-inh': { from:'exc', to:'inh', topology:{kind:'one-to-one'}, weights: 22.5, delay: arg('delay',0) },
  'inh-exc': { from:arg('direct',0)?'exc':'inh', to:'exc', topology:{kind:'all-but-self'}, weights: inhW } } } as any);
if (arg('lazy',0)) { const t: any = sim.save(); t['input-exc/unsettled'].data.fill(0); sim.load(t); }
console.log('compile ms', (performance.now()-t0).toFixed(1));
const enc = arg('bern',0) ? bernoulli({maxRate: rate}) : poisson({ maxRate: rate });
const ord = new Uint32Array(60000).map((_,i)=>i); if (arg('shuf',0)) { const q=randomStream(seed,'sh'); for(let i=59999;i>0;i--){const j=q.integer(i+1);const t=ord[i]!;ord[i]=ord[j]!;ord[j]=t;} }
const b = new SpikeTrainBuilder(); const v = new Float32Array(784);
const load = (A: Uint8Array, i: number) => { for (let k=0;k<784;k++) v[k]=A[i*784+k]!/255; };
let tEnc=0,tRun=0,tEnd=0, spikes=0, outs=0, act=0;
const prof = process.argv.includes('--prof');
let start = performance.now();
for (let e=0;e<epochs;e++) for (let s=0;s<samples;s++) {
  const i = ord[s%60000]!;
  let a = prof?performance.now():0;
  load(X,i); b.begin(steps); enc.encode(v,b,{steps,dt:1,random:randomStream(seed,'encode',e,s)}); const train=b.finish();
  let c = prof?performance.now():0; tEnc+=c-a;
  sim.reset(); sim.run({input:train},{steps,learn:true});
  let d = prof?performance.now():0; tRun+=d-c;
  sim.endSample(); if (prof) tEnd+=performance.now()-d;
  spikes+=train.ids.length; if (prof||s%100===0) { const q=sim.spikeCounts('exc'); for(let k=0;k<n;k++){outs+=q[k]!;if(q[k])act++;} }
  if (s%10000===9999) console.log(s+1, ((s+1)*1000/(performance.now()-start)).toFixed(0),'img/s');
}
const total=samples*epochs; 
console.log('cpu us/img', ((process.cpuUsage().user+process.cpuUsage().system)/total).toFixed(1)); console.log('img/s', (total*1000/(performance.now()-start)).toFixed(0), 'spikes/img', (spikes/total).toFixed(0), 'out/img', (outs/(prof?total:total/100)).toFixed(1),'active',(act/(prof?total:total/100)).toFixed(1));
if (prof) console.log('us/img enc', (tEnc*1000/total).toFixed(1),'run',(tRun*1000/total).toFixed(1),'end',(tEnd*1000/total).toFixed(1));
const adapt=arg('adapt',0)===1; let adaptSim: any = sim; if (adapt) { adaptSim = wasm().compile({ dt: 1, populations: { input: { size: nIn }, exc: { size: n, neuron: exc }, inh: { size: n, neuron: inh } },
 connections: { 'input-exc': { from:'input', to:'exc', topology:{kind:'dense'}, weights:sim.weights('input-exc') },'exc-inh': { from:'exc', to:'inh', topology:{kind:'one-to-one'}, weights: 22.5 },'inh-exc': { from:'inh', to:'exc', topology:{kind:'all-but-self'}, weights: inhW } } } as any); adaptSim.load(sim.save()); }
const present=(A:Uint8Array,i:number,p:string)=>{load(A,i); b.begin(steps); enc.encode(v,b,{steps,dt:1,random:randomStream(seed,p,0,i)}); adaptSim.reset(); adaptSim.run({input:b.finish()},{steps,learn:adapt}); return adaptSim.spikeCounts('exc').slice();};
if (infer) {
const rates=new Float64Array(n*10), cnt=new Float64Array(10);
start=performance.now();
for(let i=0;i<10000;i++){const c=present(X,i,'assign');cnt[Y[i]!]++;for(let j=0;j<n;j++)if(c[j])rates[j*10+Y[i]!]+=c[j]!;}
const asg=new Int32Array(n).fill(-1);for(let j=0;j<n;j++){let m=0;for(let k=0;k<10;k++){const q=rates[j*10+k]!/cnt[k]!;if(q>m){m=q;asg[j]=k;}}}
const own=new Float64Array(10);asg.forEach(k=>{if(k>=0)own[k]++;});
let ok=0;for(let i=0;i<infer;i++){const c=present(TX,i,'infer');const sc=new Float64Array(10);for(let j=0;j<n;j++)if(asg[j]>=0)sc[asg[j]!]+=c[j]!;let bst=-1,m=0;for(let k=0;k<10;k++){const q=own[k]?sc[k]!/own[k]!:0;if(q>m){m=q;bst=k;}}if(bst===TY[i])ok++;}
console.log(process.argv.slice(2).join(' '),'ACC',ok/infer,'out',(outs/(prof?total:total/100)).toFixed(1),'act',(act/(prof?total:total/100)).toFixed(1),'infer img/s',((10000+infer)*1000/(performance.now()-start)).toFixed(0),'silent',asg.filter(k=>k<0).length);
}

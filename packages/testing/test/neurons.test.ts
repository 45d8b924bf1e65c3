import { adex, diehlCook, diehlCookConductance, integrateAndFire, izhikevich, lif, lifCurrent } from '@n3ml/neurons';
import { testNeuron } from '../src/index.ts';

testNeuron('if', () => integrateAndFire());
testNeuron('if, reset by subtraction', () => integrateAndFire({ resetBy: 'subtraction' }));
testNeuron('lif', () => lif());
testNeuron('lif-current', () => lifCurrent());
testNeuron('diehl-cook', () => diehlCook({ thetaPlus: 0.5, tauTheta: 1e3 }));
testNeuron('diehl-cook-conductance, excitatory', () => diehlCookConductance({ thetaPlus: 0.5, tauTheta: 1e3 }), { dt: 0.5 });
testNeuron('diehl-cook-conductance, inhibitory', () => diehlCookConductance({ population: 'inhibitory', method: 'rk4' }), { dt: 0.5 });
testNeuron('izhikevich', () => izhikevich(), { dt: 0.5 });
testNeuron('adex', () => adex({ method: 'rk2' }), { dt: 0.1 });

import { definePlugin } from '@n3ml/core';
import { activation } from './balancers/activation.ts';
import { channel } from './balancers/channel.ts';
import { n3ml } from './balancers/n3ml.ts';
import { spikeNorm } from './balancers/spike-norm.ts';
import { diehl2015 } from './models/diehl-2015.ts';
import { resnet20 } from './models/resnet20.ts';
import { vgg } from './models/vgg.ts';
import { vgg16 } from './models/vgg16.ts';
import { converted } from './run/model.ts';

declare module './balancer.ts' {
  interface Balancers {
    activation: typeof activation;
    channel: typeof channel;
    n3ml: typeof n3ml;
    'spike-norm': typeof spikeNorm;
  }
}

declare module './models/ann.ts' {
  interface Anns {
    'diehl-2015': typeof diehl2015;
    resnet20: typeof resnet20;
    vgg: typeof vgg;
    vgg16: typeof vgg16;
  }
}

declare module '@n3ml/core' {
  interface Models {
    converted: typeof converted;
  }
}

/** Conversion as a plugin: networks to train, balancers, and the model that converted networks run as. */
export default definePlugin({
  name: '@n3ml/conversion',
  version: '0.0.0',
  api: 1,
  provides: {
    ann: { 'diehl-2015': diehl2015, resnet20, vgg, vgg16 },
    balancer: { activation, channel, n3ml, 'spike-norm': spikeNorm },
    model: { converted },
  },
});

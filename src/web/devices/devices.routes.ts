import type { FastifyInstance } from 'fastify';
import type { House } from '../../base/index.ts';
import { requireSignIn } from '../../identity/index.ts';
import { type CodecBox, vectorsIn } from '../../register/index.ts';
import { changeStatePage } from './device/change-state.page.ts';
import { devicePage } from './device/device.page.ts';
import { editDevicePage } from './device/edit.page.ts';
import { movePage } from './device/move.page.ts';
import { attachPage } from './inbox/attach.page.ts';
import { inboxPage } from './inbox/inbox.page.ts';
import { deviceListPage } from './list/device-list.page.ts';
import { editModelPages } from './models/edit-model.page.ts';
import { modelPage } from './models/model.page.ts';
import { modelListPage } from './models/model-list.page.ts';
import { readUploads } from './models/uploads.ts';
import { newDevicePage } from './new/new-device.page.ts';

/** What these pages need beyond the house: the box in which a model's test vectors run. */
export interface DevicePageParts {
  readonly codecBox: Pick<CodecBox, 'decode'>;
}

/** The staff's pages of devices, models and the inbox. All need sign-in; the use cases say who may do what. */
export async function registerDevicePages(app: FastifyInstance, house: House, parts: DevicePageParts): Promise<void> {
  const runVectors = vectorsIn(parts.codecBox);
  await app.register(async (staff) => {
    staff.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true };
    });
    staff.addHook('preHandler', requireSignIn);
    readUploads(staff);
    deviceListPage(staff, house);
    newDevicePage(staff, house);
    devicePage(staff, house);
    changeStatePage(staff, house);
    movePage(staff, house);
    editDevicePage(staff, house);
    modelListPage(staff, house);
    editModelPages(staff, house, runVectors);
    modelPage(staff, house, runVectors);
    inboxPage(staff, house);
    attachPage(staff, house);
  });
}

/** Serverless plugin: takes out the advert that the AppSync plugin prints after every command. */
export default class WithoutAdvert {
  constructor({ pluginManager: { hooks } }) {
    hooks.finalize = hooks.finalize?.filter(({ pluginName }) => pluginName !== 'ServerlessAppsyncPlugin');
  }
}

using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;

namespace KubeSharp.Controllers.Runtime;

/// <param name="Client">The API.</param>
/// <param name="Informers">The caches.</param>
/// <param name="Events">Where events go.</param>
public sealed record ActionContext(IApiClient Client, InformerFactory Informers, EventRecorder Events);

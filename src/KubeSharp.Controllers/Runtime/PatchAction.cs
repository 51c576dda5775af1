using KubeSharp.Api;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Changes a part of an object, whatever else has changed. Of the uid given only, where one is.</summary>
public sealed record PatchAction<T>(string Namespace, string Name, PatchKind Kind, Node Patch, string Subresource = "") : PlanAction where T : class, IApiObject<T>
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try
        {
            await context.Client.PatchAsync<T>(Namespace, Name, Kind, Patch.ToUtf8(), Subresource, new PatchOptions(), cancellation).ConfigureAwait(false);
            return null;
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }
}

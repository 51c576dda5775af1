using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>Gives this very secret a label. Its cache is not waited for: only a part of the secrets is ever watched.</summary>
public sealed record LabelSecretAction(Secret Secret, string Key, string Value) : PlanAction
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        var patch = ObjectNode.Of(("metadata", ObjectNode.Of(("uid", Secret.Metadata.Uid), ("labels", ObjectNode.Of((Key, Value))))));
        try { await context.Client.PatchAsync<Secret>(Secret.Metadata.Namespace!, Secret.Metadata.Name!, PatchKind.Merge, patch.ToUtf8(), "", new PatchOptions(), cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { }
        return null;
    }
}

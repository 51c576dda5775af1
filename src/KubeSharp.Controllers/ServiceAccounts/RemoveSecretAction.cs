using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>Deletes this very secret. Its cache is not waited for: only a part of the secrets is ever watched.</summary>
public sealed record RemoveSecretAction(Secret Secret) : PlanAction
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try { await context.Client.DeleteAsync<Secret>(Secret.Metadata.Namespace, Secret.Metadata.Name!, new DeleteOptions { Uid = Secret.Metadata.Uid ?? "" }, cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Status.Code is 404 or 409) { }
        return null;
    }
}

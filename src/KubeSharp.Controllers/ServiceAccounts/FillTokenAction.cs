using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.ServiceAccounts;

/// <summary>Writes into a secret the token of a service account, the authority to check the server by and the namespace.</summary>
/// <param name="Secret">As it is.</param>
/// <param name="Account">Whose token.</param>
/// <param name="AuthorityPem">The cluster's authority, PEM.</param>
public sealed record FillTokenAction(Secret Secret, ServiceAccount Account, string AuthorityPem) : PlanAction
{
    // As long as the API allows (136 years): it ends with its secret, to which it is bound.
    private const long LifetimeSeconds = 1L << 32;

    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var data = Secret.Data.Set("ca.crt", ApiBytes.FromText(AuthorityPem)).Set("namespace", ApiBytes.FromText(Secret.Metadata.Namespace!));
            if (Secret.Data.Get("token") is not { Length: > 0 }) { data = data.Set("token", ApiBytes.FromText(await IssueAsync(context, cancellation).ConfigureAwait(false))); }
            var annotations = Secret.Metadata.Annotations.Set(ServiceAccountTokenController.UidAnnotation, Account.Metadata.Uid!);
            await context.Client.UpdateAsync(Secret with { Data = data, Metadata = Secret.Metadata with { Annotations = annotations } }, cancellation).ConfigureAwait(false);
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
        return null;
    }

    private async Task<string> IssueAsync(ActionContext context, CancellationToken cancellation)
    {
        var reference = ObjectNode.Of(("apiVersion", "v1"), ("kind", "Secret"), ("name", Secret.Metadata.Name), ("uid", Secret.Metadata.Uid));
        var body = ObjectNode.Of(("apiVersion", "authentication.k8s.io/v1"), ("kind", "TokenRequest"), ("spec", ObjectNode.Of(("expirationSeconds", LifetimeSeconds), ("boundObjectRef", reference))));
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(Account.Metadata.Namespace!)}/serviceaccounts/{Uri.EscapeDataString(Account.Metadata.Name!)}/token";
        return (await context.Client.RequestAsync(HttpMethod.Post, path, body.ToUtf8(), "application/json", cancellation).ConfigureAwait(false)).TextAt("status", "token") ?? "";
    }
}

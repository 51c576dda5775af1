using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Status = KubeSharp.Machinery.Statuses.Status;

namespace KubeSharp.Client.Rest;

/// <summary>Tokens of a service account, asked for by somebody who may, and renewed in time. Source: TokenRequest API.</summary>
public sealed class AccountTokens(IApiClient owner, string ns, string account, TimeProvider time) : ITokenSource, IDisposable
{
    private const int LifetimeSeconds = 3600;
    // A token is renewed when so much of its life is over.
    private const double RenewAfter = 0.8;
    private readonly SemaphoreSlim _turn = new(1);
    private (string Text, DateTimeOffset RenewAt) _token = ("", DateTimeOffset.MinValue);

    /// <inheritdoc/>
    public async ValueTask<string> TokenAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (now >= _token.RenewAt) { _token = (await AskAsync(cancellation).ConfigureAwait(false), now + TimeSpan.FromSeconds(LifetimeSeconds * RenewAfter)); }
            return _token.Text;
        }
        finally { _turn.Release(); }
    }

    /// <inheritdoc/>
    public void Refused() => _token = ("", DateTimeOffset.MinValue);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<string> AskAsync(CancellationToken cancellation)
    {
        try { return await RequestAsync(cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.NotFound))
        {
            try { await owner.CreateAsync(new ServiceAccount { Metadata = new ObjectMeta { Namespace = ns, Name = account } }, cancellation).ConfigureAwait(false); }
            catch (StatusException there) when (there.Is(StatusReason.AlreadyExists)) { return await RequestAsync(cancellation).ConfigureAwait(false); }
            return await RequestAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string> RequestAsync(CancellationToken cancellation)
    {
        var body = ObjectNode.Of(("apiVersion", "authentication.k8s.io/v1"), ("kind", "TokenRequest"), ("spec", ObjectNode.Of(("expirationSeconds", LifetimeSeconds))));
        var answer = await owner.RequestAsync(HttpMethod.Post, ApiPaths.Of(ServiceAccount.Resource, ns, account, "token"), body.ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
        return answer.TextAt("status", "token") ?? throw new StatusException(new Status(500, StatusReason.InternalError, $"the token of {ns}/{account} is empty"));
    }
}

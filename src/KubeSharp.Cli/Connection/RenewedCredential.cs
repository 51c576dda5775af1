using System.Security.Cryptography.X509Certificates;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Connection;

/// <summary>The credential of a program: asked for when a request first needs it, and again once it has run out or the server has refused it.</summary>
/// <param name="askAsync">Asks the program.</param>
/// <param name="restOf">How a user with credentials is known to the server.</param>
/// <param name="time">The clock.</param>
internal sealed class RenewedCredential(Func<CancellationToken, Task<(ObjectNode User, DateTimeOffset? EndsAt)>> askAsync, Func<ObjectNode, RestConfig> restOf, TimeProvider time) : ITokenSource, IDisposable
{
    private readonly SemaphoreSlim _asking = new(1);
    private RestConfig? _held;
    private DateTimeOffset? _endsAt;
    private volatile bool _isRefused;

    /// <summary>The certificate of the credential, where it has one.</summary>
    public X509Certificate2? Certificate => _held?.ClientCertificate?.Invoke();

    /// <inheritdoc/>
    public async ValueTask<string> TokenAsync(CancellationToken cancellation)
    {
        await _asking.WaitAsync(cancellation);
        try
        {
            if (_held is null || _isRefused || time.GetUtcNow() > _endsAt)
            {
                (var user, _endsAt) = await askAsync(cancellation);
                (_held, _isRefused) = (restOf(user), false);
            }
            return _held.Token;
        }
        finally { _asking.Release(); }
    }

    /// <inheritdoc/>
    public void Refused() => _isRefused = true;

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();
}

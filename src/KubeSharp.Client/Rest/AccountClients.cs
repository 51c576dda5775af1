using System.Collections.Concurrent;

namespace KubeSharp.Client.Rest;

/// <summary>
/// Clients in the names of service accounts of a namespace, for one who may make these accounts and ask for their tokens. They share their
/// connections. Source: kube-controller-manager, --use-service-account-credentials.
/// </summary>
public sealed class AccountClients : IDisposable
{
    private readonly RestConfig _server;
    private readonly IApiClient _owner;
    private readonly string _namespace;
    private readonly TimeProvider _time;
    private readonly SocketsHttpHandler _connections;
    private readonly ConcurrentDictionary<string, ApiClient> _clients = new(StringComparer.Ordinal);

    /// <summary>For the accounts of a namespace.</summary>
    /// <param name="server">The server; who the owner is to it does not count.</param>
    /// <param name="owner">Asks for the tokens.</param>
    /// <param name="ns">The accounts' namespace.</param>
    /// <param name="time">The clock.</param>
    public AccountClients(RestConfig server, IApiClient owner, string ns, TimeProvider time)
    {
        _server = server with { ClientCertificate = null, Token = "", TokenFile = "", Username = "", Password = "" };
        (_owner, _namespace, _time, _connections) = (owner, ns, time, ApiClient.Handler(_server));
    }

    /// <summary>The client of an account, which is made where it is not there.</summary>
    public IApiClient Of(string account) => _clients.GetOrAdd(account, static (name, self) =>
        new ApiClient(self._server with { Tokens = new AccountTokens(self._owner, self._namespace, name, self._time), UserAgent = $"{self._server.UserAgent}/{name}" }, self._time, self._connections), this);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values) { client.Dispose(); }
        _connections.Dispose();
    }
}

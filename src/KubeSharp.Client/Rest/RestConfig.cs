using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Client.Rest;

/// <summary>Where the API server is and who we are to it.</summary>
public sealed record RestConfig
{
    /// <summary>https://host:port.</summary>
    public required Uri Server { get; init; }
    /// <summary>Who may sign the server's certificate; null: the system's authorities.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }
    /// <summary>Accept any server certificate.</summary>
    public bool InsecureSkipTlsVerify { get; init; }
    /// <summary>Name the server's certificate must bear, where it is not the host.</summary>
    public string TlsServerName { get; init; } = "";
    /// <summary>Our certificate with its key; asked for at each new connection, so that it may be renewed. Null: none.</summary>
    public Func<X509Certificate2?>? ClientCertificate { get; init; }
    /// <summary>Bearer token; empty: none.</summary>
    public string Token { get; init; } = "";
    /// <summary>File that holds the bearer token and is read again every minute; empty: none.</summary>
    public string TokenFile { get; init; } = "";
    /// <summary>Where the token comes from, asked before each request; null: it is <see cref="Token"/> or in <see cref="TokenFile"/>.</summary>
    public ITokenSource? Tokens { get; init; }
    /// <summary>User to act as; empty: oneself.</summary>
    public string ImpersonateUser { get; init; } = "";
    /// <summary>Groups to act in.</summary>
    public ImmutableArray<string> ImpersonateGroups { get; init; } = [];
    /// <summary>Uid to act with; empty: none.</summary>
    public string ImpersonateUid { get; init; } = "";
    /// <summary>Further facts about whom to act as: key and value.</summary>
    public ImmutableArray<(string Key, string Value)> ImpersonateExtra { get; init; } = [];

    /// <summary>Whether a header has several values, each of which must stand on a line of its own.</summary>
    internal bool RepeatsHeaders => ImpersonateGroups.Length > 1 || ImpersonateExtra.DistinctBy(static e => e.Key).Count() < ImpersonateExtra.Length;
    /// <summary>User of basic authentication; empty: none.</summary>
    public string Username { get; init; } = "";
    /// <summary>Password of basic authentication.</summary>
    public string Password { get; init; } = "";
    /// <summary>Proxy to reach the server through; null: none.</summary>
    public Uri? Proxy { get; init; }
    /// <summary>Name given to the server; its first part becomes the field manager.</summary>
    public string UserAgent { get; init; } = "kubesharp/v1.36";
    /// <summary>Namespace to use where none is named.</summary>
    public string Namespace { get; init; } = "default";
}

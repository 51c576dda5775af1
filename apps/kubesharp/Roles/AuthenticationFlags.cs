using System.Collections.Immutable;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Hosting.Flags;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver that say who is let in, and what they come to.</summary>
internal sealed class AuthenticationFlags(FlagSet flags)
{
    private readonly Flag<bool> _anonymous = flags.Switch("anonymous-auth", true, "requests without credentials are system:anonymous");
    private readonly Flag<string> _configuration = flags.Text("authentication-config", "", "AuthenticationConfiguration: issuers of tokens, and who may be anonymous");
    private readonly Flag<string> _tokenFile = flags.Text("token-auth-file", "", "file of static tokens");
    private readonly Flag<string> _webhook = flags.Text("authentication-token-webhook-config-file", "", "kubeconfig of a webhook that knows tokens");
    private readonly Flag<TimeSpan> _webhookLifetime = flags.Duration("authentication-token-webhook-cache-ttl", TimeSpan.FromMinutes(2), "how long its answers count");
    private readonly Flag<string> _webhookVersion = flags.Text("authentication-token-webhook-version", "v1beta1", "version of TokenReview it is sent: v1beta1 or v1");
    private readonly Flag<string> _issuerUrl = flags.Text("oidc-issuer-url", "", "issuer of OpenID tokens");
    private readonly Flag<string> _clientId = flags.Text("oidc-client-id", "", "audience that they must have");
    private readonly Flag<string> _issuerAuthority = flags.Text("oidc-ca-file", "", "authority of the issuer's certificate; default those of the system");
    private readonly Flag<string> _usernameClaim = flags.Text("oidc-username-claim", "sub", "claim with the user's name");
    private readonly Flag<string> _usernamePrefix = flags.Text("oidc-username-prefix", "", "put before it; -: nothing; default the issuer and #, but for the claim email");
    private readonly Flag<string> _groupsClaim = flags.Text("oidc-groups-claim", "", "claim with the user's groups");
    private readonly Flag<string> _groupsPrefix = flags.Text("oidc-groups-prefix", "", "put before each of them");
    private readonly Flag<ImmutableArray<string>> _algorithms = flags.List("oidc-signing-algs", "algorithms of signatures that are taken; default RS256");
    private readonly Flag<ImmutableArray<string>> _requiredClaims = flags.List("oidc-required-claim", "claim=value that tokens must have");
    private readonly Flag<ImmutableArray<string>> _proxyNames = flags.List("requestheader-allowed-names", "names of certificates of proxies that are believed; default all that their authority signed");
    private readonly Flag<ImmutableArray<string>> _userHeaders = flags.List("requestheader-username-headers", "headers in which they name the user");
    private readonly Flag<ImmutableArray<string>> _uidHeaders = flags.List("requestheader-uid-headers", "headers with the user's id");
    private readonly Flag<ImmutableArray<string>> _groupHeaders = flags.List("requestheader-group-headers", "headers with the user's groups");
    private readonly Flag<ImmutableArray<string>> _extraPrefixes = flags.List("requestheader-extra-headers-prefix", "what headers with more about the user begin with");

    /// <summary>The options with what the flags say; files that are followed are added to <paramref name="files"/>.</summary>
    /// <exception cref="FlagException">They contradict each other, or a file does not hold.</exception>
    public ApiServerOptions Apply(ApiServerOptions options, List<ReloadedFile> files, TimeProvider time, ILoggerFactory loggers)
    {
        var configured = Configuration(options.Tokens.Issuers);
        var webhook = Webhook(options.Tokens.Audiences);
        var defaults = new RequestHeaderOptions();
        return options with
        {
            Anonymous = configured?.Anonymous ?? (_anonymous.Value ? AnonymousAccess.Everywhere : AnonymousAccess.Nowhere),
            Authenticators = _tokenFile.IsGiven ? [new TokenFileAuthenticator(File.ReadAllText(_tokenFile.Value))] : [],
            RequestHeaders = new RequestHeaderOptions
            {
                AllowedNames = _proxyNames.Value,
                UserHeaders = _userHeaders.IsGiven ? _userHeaders.Value : defaults.UserHeaders,
                UidHeaders = _uidHeaders.IsGiven ? _uidHeaders.Value : defaults.UidHeaders,
                GroupHeaders = _groupHeaders.IsGiven ? _groupHeaders.Value : defaults.GroupHeaders,
                ExtraPrefixes = _extraPrefixes.IsGiven ? _extraPrefixes.Value : defaults.ExtraPrefixes,
            },
            TokenAuthenticators = client => Tokens(configured, webhook, options.Tokens.Issuers, client, files, time, loggers),
        };
    }

    private ImmutableArray<IAuthenticator> Tokens(AuthenticationConfiguration? configured, TokenWebhookOptions? webhook, ImmutableArray<string> own, WebhookClient client, List<ReloadedFile> files, TimeProvider time, ILoggerFactory loggers)
    {
        var all = ImmutableArray.CreateBuilder<IAuthenticator>();
        if (configured is not null)
        {
            var tokens = new IssuedTokenAuthenticator(client, time);
            tokens.Take(configured.Issuers);
            all.Add(tokens);
            if (_configuration.IsGiven)
            {
                files.Add(new ReloadedFile(_configuration.Value, File.ReadAllText(_configuration.Value), (content, _) =>
                {
                    tokens.Take(AuthenticationConfiguration.Read(content, own).Issuers);
                    return default;
                }, time, loggers.CreateLogger<ReloadedFile>()));
            }
        }
        if (webhook is not null) { all.Add(new TokenWebhookAuthenticator(webhook, client, time)); }
        return all.ToImmutable();
    }

    private AuthenticationConfiguration? Configuration(ImmutableArray<string> own)
    {
        if (!_configuration.IsGiven) { return _issuerUrl.IsGiven ? FromFlags(own) : Unless(_clientId.IsGiven, "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set"); }
        if (_issuerUrl.IsGiven || _clientId.IsGiven) { throw new FlagException("authentication-config file and oidc-* flags are mutually exclusive"); }
        try
        {
            var read = AuthenticationConfiguration.Read(File.ReadAllText(_configuration.Value), own);
            return read.Anonymous is not null && _anonymous.IsGiven ? throw new FlagException("--anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file") : read;
        }
        catch (FormatException e) { throw new FlagException($"--authentication-config: {e.Message}"); }
    }

    private static AuthenticationConfiguration? Unless(bool isWrong, string why) => isWrong ? throw new FlagException(why) : null;

    // The flags say a part of what the configuration can, and so are read as one.
    private AuthenticationConfiguration FromFlags(ImmutableArray<string> own)
    {
        if (!_clientId.IsGiven) { throw new FlagException("oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set"); }
        var prefix = _usernamePrefix.Value switch { "-" => "", "" when _usernameClaim.Value != "email" => _issuerUrl.Value + "#", var given => given };
        var rules = _requiredClaims.Value.Select(static c => c.Split('=', 2) is [var claim, var value] ? (Node)ObjectNode.Of(("claim", claim), ("requiredValue", value)) : throw new FlagException($"--oidc-required-claim: \"{c}\" is no claim=value"));
        var mappings = ObjectNode.Of(("username", ObjectNode.Of(("claim", _usernameClaim.Value), ("prefix", prefix))),
            ("groups", _groupsClaim.IsGiven ? ObjectNode.Of(("claim", _groupsClaim.Value), ("prefix", _groupsPrefix.Value)) : null));
        var jwt = ObjectNode.Of(
            ("issuer", ObjectNode.Of(("url", _issuerUrl.Value), ("audiences", ArrayNode.Of(_clientId.Value)), ("certificateAuthority", _issuerAuthority.IsGiven ? File.ReadAllText(_issuerAuthority.Value) : null))),
            ("claimValidationRules", new ArrayNode([.. rules])), ("claimMappings", mappings));
        var document = ObjectNode.Of(("apiVersion", "apiserver.config.k8s.io/v1"), ("kind", "AuthenticationConfiguration"), ("jwt", ArrayNode.Of(jwt)));
        ImmutableArray<string> algorithms = _algorithms.IsGiven ? _algorithms.Value : ["RS256"];
        if (algorithms.FirstOrDefault(static a => !Pki.Tokens.WebKey.Algorithms.Contains(a)) is { } unknown) { throw new FlagException($"--oidc-signing-algs: unsupported signing alg: \"{unknown}\""); }
        try
        {
            var read = AuthenticationConfiguration.Read(document.ToString(), own);
            return read with { Issuers = [.. read.Issuers.Select(i => i with { Algorithms = algorithms })] };
        }
        catch (FormatException e) { throw new FlagException($"oidc flags: {e.Message}"); }
    }

    private TokenWebhookOptions? Webhook(ImmutableArray<string> audiences)
    {
        if (!_webhook.IsGiven) { return null; }
        if (_webhookVersion.Value is not ("v1" or "v1beta1")) { throw new FlagException($"--authentication-token-webhook-version: unsupported version \"{_webhookVersion.Value}\""); }
        return new TokenWebhookOptions(WebhookConfigurationFile.Read(_webhook.Value), audiences) { Version = _webhookVersion.Value, Lifetime = _webhookLifetime.Value };
    }
}

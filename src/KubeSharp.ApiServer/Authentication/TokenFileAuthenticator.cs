using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Tokens of a file, as --token-auth-file: lines of token,user,uid and, in quotes, groups. Source: Authenticating, static token file.</summary>
public sealed class TokenFileAuthenticator : ITokenAuthenticator
{
    // By the hash of the token: how long a look-up takes says nothing of the tokens.
    private readonly FrozenDictionary<string, UserIdentity> _users;

    /// <summary>With the file's content.</summary>
    /// <exception cref="FormatException">A line is none; the message names it.</exception>
    public TokenFileAuthenticator(string content) => _users = Read(content).ToFrozenDictionary(static e => Hash(e.Token), static e => e.User, StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var token = BearerToken.Of(context);
        return new(token.Length > 0 ? _users.GetValueOrDefault(Hash(token)) : null);
    }

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static IEnumerable<(string Token, UserIdentity User)> Read(string content)
    {
        var number = 0;
        foreach (var line in content.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') { continue; }
            var parts = line.Split(',', 4, StringSplitOptions.TrimEntries);
            if (parts.Length < 3 || parts[0].Length == 0) { throw new FormatException($"token file must have at least 3 columns (token, user name, user uid), found {parts.Length} in line {number}"); }
            ImmutableArray<string> groups = parts.Length < 4 ? [] : [.. parts[3].Trim('"').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            yield return (parts[0], new UserIdentity(parts[1], groups.Add("system:authenticated")) { Uid = parts[2] });
        }
    }
}

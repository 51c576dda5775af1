using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Finds the bearer token of a request.</summary>
public static class BearerToken
{
    private const string SubprotocolPrefix = "base64url.bearer.authorization.k8s.io.";

    /// <summary>The token; empty where there is none. Browsers' WebSockets bring it as a subprotocol.</summary>
    public static string Of(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) { return header["Bearer ".Length..].Trim(); }
        if (!context.Request.Headers.ContainsKey("Upgrade")) { return ""; }
        foreach (var protocol in context.Request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (!protocol.StartsWith(SubprotocolPrefix, StringComparison.Ordinal)) { continue; }
            try { return System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(protocol.AsSpan(SubprotocolPrefix.Length))); }
            catch (FormatException) { return ""; }
        }
        return "";
    }
}

namespace KubeSharp.Client.Streams;

/// <summary>Names of the protocols by which exec, attach and port-forward travel. Source: KEP-4006 (WebSockets for kubectl streams).</summary>
public static class StreamProtocols
{
    /// <summary>Channels over WebSocket or SPDY with the closing of single channels.</summary>
    public const string ChannelV5 = "v5.channel.k8s.io";
    /// <summary>Channels with an exit status as JSON.</summary>
    public const string ChannelV4 = "v4.channel.k8s.io";
    /// <summary>SPDY of a port-forward inside a WebSocket.</summary>
    public const string PortForwardTunnel = "SPDY/3.1+portforward.k8s.io";
    /// <summary>Port-forward over SPDY.</summary>
    public const string PortForward = "portforward.k8s.io";
    /// <summary>The upgrade's name of SPDY.</summary>
    public const string Spdy = "SPDY/3.1";
    /// <summary>Header that names the protocol inside SPDY.</summary>
    public const string VersionHeader = "X-Stream-Protocol-Version";
}

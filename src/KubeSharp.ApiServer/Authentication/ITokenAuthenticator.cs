namespace KubeSharp.ApiServer.Authentication;

/// <summary>One that looks at nothing of a request but its bearer token: token reviews ask it too.</summary>
public interface ITokenAuthenticator : IAuthenticator;

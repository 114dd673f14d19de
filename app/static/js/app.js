import "./fragments.js";
